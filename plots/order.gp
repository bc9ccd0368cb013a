# SPDX-License-Identifier: MIT
# order.gp - paints "Do tasks finish in the order they were submitted?", loaded by style.gp.

# Each curve has a rim of paper, so that at a crossing one is seen to pass over the other.
curves = 0
if (has("curves")) {
  set yrange [0:HEIGHT] # where rows count downwards, stats finds every point out of range
  stats FIGURE index "curves" using 4 nooutput
  set yrange [HEIGHT:0]
  curves = int(STATS_max)
}

plot for [i = 1:has("ghosts")] FIGURE index "ghosts" using 1:2:(rgb(strcol(3))) with lines \
    linecolor rgb variable linewidth 1.2 dashtype 3, \
  for [i = 0:curves - 1] for [rim = 1:0:-1] FIGURE index "curves" every :::i::i \
    using 1:2:(rim ? rgb("PAPER") : rgb(strcol(3))) with lines linecolor rgb variable \
    linewidth (rim ? 6.5 : 2.5), \
  for [i = 1:has("dots")] FIGURE index "dots" @POINTS pointtype 7 pointsize 0.8, \
  for [i = 1:has("crosses")] FIGURE index "crosses" @LINES linewidth 2, \
  @TEXTS
