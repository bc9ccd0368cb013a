# SPDX-License-Identifier: MIT
# maps.gp - paints "How near does map come to the ideal?", loaded by style.gp.

plot @GROUND, @MARKS, @TEXTS
