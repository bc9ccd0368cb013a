# SPDX-License-Identifier: MIT
# starting.gp - paints "What do threads and pools cost?", loaded by style.gp.

plot @GROUND, @MARKS, @TEXTS
