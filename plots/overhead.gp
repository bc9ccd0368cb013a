# SPDX-License-Identifier: MIT
# overhead.gp - paints "What does one empty task cost?", loaded by style.gp.

plot @GROUND, @MARKS, @TEXTS
