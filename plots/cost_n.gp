# SPDX-License-Identifier: MIT
# cost_n.gp - paints "Does the cost per task stay flat as N grows?", loaded by style.gp.

plot @GROUND, @CURVES, @MARKS, @TEXTS
