# SPDX-License-Identifier: MIT
# scaling.gp - paints "Do more workers help?", loaded by style.gp.

plot @GROUND, @CURVES, @MARKS, @TEXTS
