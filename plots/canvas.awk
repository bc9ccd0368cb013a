# SPDX-License-Identifier: MIT
# canvas.awk - draws a figure in pixels (after text.awk).
#
#   awk -f text.awk -f canvas.awk -f events.awk -f timeline.awk < run.tsv > figure.tsv
#
# A figure lays itself out with rect, stroke and write, and ends with finish().  What comes
# out is a table for gnuplot: named blocks of plain numbers, colour names of style.gp, and
# texts in which every byte but a letter is an octal escape.  No label is ever read as code.

BEGIN {
  MARGIN = 30
  TITLE = 18
  SUBTITLE = 13
  LEADING = 19 # from line to line of the text under the title
}

function put(block, row) {
  if (!(block in rows))
    block_name[++blocks] = block
  rows[block] = rows[block] row "\n"
}

function rect(block, x1, y1, x2, y2, colour) {
  put(block, sprintf("%.2f\t%.2f\t%.2f\t%.2f\t%s", x1, y1, x2, y2, colour))
}

function stroke(block, x1, y1, x2, y2, colour) {
  put(block, sprintf("%.2f\t%.2f\t%.2f\t%.2f\t%s", x1, y1, x2 - x1, y2 - y1, colour))
}

function cross(x, y, colour) {
  stroke("crosses", x - 4.5, y - 4.5, x + 4.5, y + 4.5, colour)
  stroke("crosses", x - 4.5, y + 4.5, x + 4.5, y - 4.5, colour)
}

# A line of many points: polyline() begins it, and vertex() adds to it.
function polyline(block, colour) {
  line_block = block
  line_colour = colour
  put(block, "")
}

function vertex(x, y) { put(line_block, sprintf("%.2f\t%.2f\t%s", x, y, line_colour)) }

function point(block, x, y, colour) { put(block, sprintf("%.2f\t%.2f\t%s", x, y, colour)) }

# side: left, center, right is where the anchor stands in the text.
function write(side, size, bold, x, y, colour, text) {
  if (text != "")
    put(sprintf("%s-%02d-%s", side, size, bold ? "bold" : "plain"),
      sprintf("%.2f\t%.2f\t%s\t%s", x, y, escape(text), colour))
}

# Title and the line (or lines) under it; returns where the picture may begin.
function head(question, answer, right) {
  title = question
  description = answer
  write("left", TITLE, 1, MARGIN, 38, "INK", question)
  return paragraph(49 + LEADING, SUBTITLE, answer, right) + 3
}

# A text in as many lines as it needs; returns where the line after it would stand.  A number
# and its unit stay together.
function paragraph(y, size, words, right,   word, count, i, text) {
  count = split(words, word, " ")
  for (i = count; i > 1; i--)
    if (word[i] ~ /^(ns|µs|ms|s|B|%|·)[.,;:]?$/) {
      word[i - 1] = word[i - 1] " " word[i]
      word[i] = ""
    }
  for (i = 1; i <= count; i++) {
    if (word[i] == "")
      continue
    if (text != "" && width(text " " word[i], size) > right - MARGIN) {
      write("left", size, 0, MARGIN, y, "MUTED", text)
      text = ""
      y += size == SUBTITLE ? LEADING : size + 5
    }
    text = text (text == "" ? "" : " ") word[i]
  }
  write("left", size, 0, MARGIN, y, "MUTED", text)
  return y + (size == SUBTITLE ? LEADING : size + 5)
}

# Prints the table: size, blocks, title and description for svg.awk, then the blocks.
function finish(w, h,   i, list) {
  for (i = 1; i <= blocks; i++)
    list = list " " block_name[i]
  printf "# size %d %d%s\n# title %s\n# desc %s\n", w, h, list, title, description
  for (i = 1; i <= blocks; i++)
    printf "\n\n# %s\n%s", block_name[i], rows[block_name[i]]
}

# --- numbers --------------------------------------------------------------------------

function least(a, b) { return a == "" ? b : b == "" ? a : a < b ? a : b }
function most(a, b) { return a == "" ? b : b == "" ? a : a > b ? a : b }
function abs(x) { return x < 0 ? -x : x }

# Heapsort of list[1..size] by key[list[.]], equal keys by index: the same everywhere.
function sort(list, key, size,   i, t) {
  for (i = int(size / 2); i >= 1; i--)
    sift(list, key, i, size)
  for (i = size; i > 1; i--) {
    t = list[1]; list[1] = list[i]; list[i] = t
    sift(list, key, 1, i - 1)
  }
}

function sift(list, key, i, size,   child, t) {
  while ((child = 2 * i) <= size) {
    if (child < size && after(key, list[child + 1], list[child]))
      child++
    if (!after(key, list[child], list[i]))
      return
    t = list[i]; list[i] = list[child]; list[child] = t
    i = child
  }
}

function after(key, a, b) { return key[a] == key[b] ? a > b : key[a] > key[b] }
