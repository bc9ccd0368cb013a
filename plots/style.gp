# SPDX-License-Identifier: MIT
# style.gp - one look for every figure.
#
# A figure is a table of named blocks in pixels (events.awk makes it), painted layer by
# layer on a canvas whose units are pixels too, so that nothing is clipped at an axis and
# the SVG and the PNG are the same picture.  Called as
#
#   gnuplot -d -c style.gp timeline.gp figure.tsv svg out.svg WIDTH HEIGHT "BLOCK ..."
#
# It sets the canvas up and then loads ARG1, which plots the layers of its figure.

LAYERS = ARG1
FIGURE = ARG2
BLOCKS = " ".ARG7." "
WIDTH = int(ARG5)
HEIGHT = int(ARG6)
FONT = "Liberation Sans"

# Theme colours: svg.awk gives each its dark twin, so no two may be equal.
PAPER = "#ffffff"; INK = "#1f2328"; MUTED = "#59636e"; GRID = "#e3e7eb"; GREY = "#8c959f"
# Okabe and Ito's colours: told apart with every common colour vision deficiency.
BLUE = "#0072b2"; ORANGE = "#e69f00"; GREEN = "#009e73"; RED = "#d55e00"
SKY = "#56b4e9"; PINK = "#cc79a7"; YELLOW = "#f0e442"
# The same hues, dark enough to be read as text on paper (4.5 : 1).
T_BLUE = "#005f9e"; T_ORANGE = "#8a5f00"; T_RED = "#b04a00"
T_GREEN = "#006b4e"; T_PINK = "#96406f"; T_SKY = "#17708f"
# Behind marks: intervals, an area that means something.
TINT_BLUE = "#b5d8ee"; TINT_GREY = "#cfd5db"; TINT_RED = "#f3c3a0"; BAND = "#f1f3f5"
# How many: from few to many.
HEAT_1 = "#e3eff7"; HEAT_2 = "#bcdaec"; HEAT_3 = "#8fc1e0"; HEAT_4 = "#5aa3cf"
HEAT_5 = "#1f7db8"; HEAT_6 = "#00456e"
# Text on a coloured bar, which is the same in the dark: hence no colour of the theme.
ON_INK = "#0b0d10"; ON_PAPER = "#fffffe"

rgb(name) = int("0x".value(name)[2:7])
has(block) = strstrt(BLOCKS, " ".block." ") > 0

if (ARG3 eq "svg") {
  set terminal svg size WIDTH,HEIGHT noenhanced font FONT.",13" \
    background PAPER rounded
} else {
  # Two pixels for one, and 1.5 because gnuplot counts 72 points to 96 pixels here.
  set terminal pngcairo size 2*WIDTH,2*HEIGHT noenhanced font FONT.",13" fontscale 1.5 \
    linewidth 2 pointscale 2 background rgb PAPER rounded
}
set encoding utf8
set output ARG4
set datafile separator "\t" commentschars "#"
unset key
unset border
unset tics
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
set xrange [0:WIDTH]
set yrange [HEIGHT:0]
set style fill solid 1 noborder

# Blocks of text are called side-size-weight: left-12-bold.
weight(block) = block[strlen(block) - 3:] eq "bold" ? ":Bold" : ""
size(block) = block[strstrt(block, "-") + 1:strstrt(block, "-") + 2]
font(block) = FONT.weight(block).",".size(block)
LEFT = ""; CENTER = ""; RIGHT = ""
do for [block in BLOCKS] {
  if (block[1:5] eq "left-") { LEFT = LEFT." ".block }
  if (block[1:7] eq "center-") { CENTER = CENTER." ".block }
  if (block[1:6] eq "right-") { RIGHT = RIGHT." ".block }
}

# The layers, in words for the scripts: @RECTS after a block's name, and so on.  What gnuplot
# makes of their missing titles, svg.awk takes out.
RECTS = 'using 1:2:1:3:2:4:(rgb(strcol(5))) with boxxyerror linecolor rgb variable'
LINES = 'using 1:2:3:4:(rgb(strcol(5))) with vectors nohead linecolor rgb variable'
POINTS = 'using 1:2:(rgb(strcol(3))) with points linecolor rgb variable'
WORDS = 'using 1:2:3:(rgb(strcol(4))) with labels font font(b) textcolor rgb variable'
TEXTS = 'for [b in LEFT] FIGURE index b @WORDS left, \
  for [b in CENTER] FIGURE index b @WORDS center, \
  for [b in RIGHT] FIGURE index b @WORDS right'
PATHS = 'using 1:2:(rgb(strcol(3))) with lines linecolor rgb variable'

# What the figures of benchmarks are made of, from the ground up.
GROUND = 'for [i = 1:has("areas")] FIGURE index "areas" @RECTS, \
  for [i = 1:has("grid")] FIGURE index "grid" @LINES linewidth 1, \
  for [i = 1:has("floors")] FIGURE index "floors" @PATHS linewidth 1.2 dashtype 3, \
  for [i = 1:has("halos")] FIGURE index "halos" @RECTS, \
  for [i = 1:has("guides")] FIGURE index "guides" @LINES linewidth 1'
CURVES = 'for [i = 1:has("leaders")] FIGURE index "leaders" @PATHS linewidth 0.8, \
  for [d = 1:5] for [i = 1:has("thin-".d)] FIGURE index "thin-".d @PATHS linewidth 1.8 \
    dashtype d, \
  for [d = 1:5] for [i = 1:has("bold-".d)] FIGURE index "bold-".d @PATHS linewidth 3.2'
MARKS = 'for [i = 1:has("tints")] FIGURE index "tints" @RECTS, \
  for [i = 1:has("spans")] FIGURE index "spans" @LINES linewidth 1.5, \
  for [i = 1:has("rims")] FIGURE index "rims" @POINTS pointtype 7 pointsize 0.9, \
  for [i = 1:has("dots")] FIGURE index "dots" @POINTS pointtype 7 pointsize 0.7, \
  for [i = 1:has("rings")] FIGURE index "rings" @POINTS pointtype 6 pointsize 0.65 linewidth 2'

load LAYERS
