# SPDX-License-Identifier: MIT
# heat.gp - paints "Is the wait steady or bursty?", loaded by style.gp.

plot @GROUND, for [i = 1:has("cells")] FIGURE index "cells" @RECTS, \
  for [i = 1:has("medians")] FIGURE index "medians" @LINES linewidth 1.5, @TEXTS
