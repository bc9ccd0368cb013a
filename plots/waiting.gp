# SPDX-License-Identifier: MIT
# waiting.gp - paints "What does it cost to wait for many?", loaded by style.gp.

plot @GROUND, @MARKS, @TEXTS
