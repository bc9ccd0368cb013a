# SPDX-License-Identifier: MIT
# timeline.gp - paints "Which worker ran which task, and when?", loaded by style.gp.

plot for [i = 1:has("grid")] FIGURE index "grid" @LINES linewidth 1, \
  for [i = 1:has("halos")] FIGURE index "halos" @RECTS, \
  for [i = 1:has("waits")] FIGURE index "waits" @LINES linewidth 1.5, \
  for [i = 1:has("bars")] FIGURE index "bars" @RECTS, \
  for [i = 1:has("caps")] FIGURE index "caps" @RECTS, \
  for [i = 1:has("discs")] FIGURE index "discs" @POINTS pointtype 7 pointsize 1.15, \
  for [i = 1:has("rings")] FIGURE index "rings" @POINTS pointtype 6 pointsize 0.75 linewidth 2, \
  for [i = 1:has("crosses")] FIGURE index "crosses" @LINES linewidth 2, \
  @TEXTS
