# SPDX-License-Identifier: MIT
# producers.gp - paints "Do submitters get in each other's way?", loaded by style.gp.

plot @GROUND, @CURVES, @MARKS, @TEXTS
