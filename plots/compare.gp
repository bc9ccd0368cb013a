# SPDX-License-Identifier: MIT
# compare.gp - paints "Did this change make anything slower?", loaded by style.gp.

plot @GROUND, @MARKS, @TEXTS
