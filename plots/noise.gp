# SPDX-License-Identifier: MIT
# noise.gp - paints "Was the machine quiet enough to believe this?", loaded by style.gp.

plot @GROUND, for [i = 1:has("cells")] FIGURE index "cells" @RECTS, \
  for [i = 1:has("samples")] FIGURE index "samples" @POINTS pointtype 7 pointsize 0.35, @TEXTS
