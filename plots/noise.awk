# SPDX-License-Identifier: MIT
# noise.awk - lays out "Was the machine quiet enough to believe this?" (after scales.awk).
#
# The same piece of computing, again and again during the whole run: each dot is one of them,
# and on the right stands how many took how long.

BEGIN {
  HEIGHT = 300
  BARS = 50
}

END {
  if (size["noise"] < 3)
    leave_out("there are not three measurements of noise")
  read_noise()
  y = head("Was the machine quiet enough to believe this?", answer(), RIGHT)
  write("left", SMALL, 0, MARGIN, y, "MUTED", "time for the same piece of computing")
  write("right", SMALL, 0, RIGHT, y, "MUTED", "how many")
  y += 18
  draw_noise(y, y + HEIGHT)
  close_figure(y + HEIGHT + 50, "A dot is one measurement, orange where it took over " \
    "1.1 times the median, which is dotted. " thousands(size["noise"]) " measurements.")
}

function read_noise(   k) {
  for (k = 1; k <= size["noise"]; k++)
    if (cell["noise", k, "ns"] != "" && cell["noise", k, "t_s"] != "") {
      sorted[++count] = cell["noise", k, "ns"]
      longest = most(longest, cell["noise", k, "t_s"])
      switches += cell["noise", k, "nivcsw"]
    }
  if (count < 3)
    leave_out("there are not three measurements of noise")
  heap_ascend()
  median = quantile(0.5)
  for (k = 1; k <= count; k++)
    far += sorted[k] > 1.1 * median
}

function heap_ascend(   i, list, ordered) {
  for (i = 1; i <= count; i++)
    list[i] = i
  sort(list, sorted, count)
  for (i = 1; i <= count; i++)
    ordered[i] = sorted[list[i]]
  for (i = 1; i <= count; i++)
    sorted[i] = ordered[i]
}

function quantile(p,   place, low) {
  place = 1 + (count - 1) * p
  low = int(place)
  return low >= count ? sorted[count] : \
    sorted[low] + (place - low) * (sorted[low + 1] - sorted[low])
}

function answer(   grade) {
  grade = header["grade"]
  return (grade == "" ? "" : toupper(substr(grade, 1, 1)) substr(grade, 2) ": ") \
    (grade == "" ? "H" : "h") "alf of " thousands(count) " measurements lie within " \
    figures(100 * (quantile(0.75) - quantile(0.25)) / median) " % of each other; " \
    (far ? far verb(far, " takes", " take") : "none takes") " over 1.1 times the median." \
    (header["spread"] == "" ? "" : " Spread: " header["spread"] ".")
}

function draw_noise(top, bottom,   k, tick, ticked, i, x, y, here, hue) {
  # A few that took very long would flatten all the others.
  high = least(sorted[count] * 1.03, most(quantile(0.99) * 1.5, median * 1.3))
  scale("y", "log", sorted[1] * 0.97, high, bottom, top)
  scale("x", "lin", 0, longest * 1.01, MARGIN + 76, RIGHT - 110)
  draw_axes(top, bottom)
  for (k = 1; k <= size["noise"]; k++) {
    if (cell["noise", k, "ns"] == "" || cell["noise", k, "t_s"] == "")
      continue
    y = at("y", least(cell["noise", k, "ns"], high))
    x = at("x", cell["noise", k, "t_s"])
    hue = cell["noise", k, "ns"] > 1.1 * median ? "RED" : "BLUE"
    i = int(x / 1.5) SUBSEP int(y / 1.5) # dots on one another are drawn once
    if (!(i in here))
      point("samples", x, y, hue)
    here[i] = 1
    bar[int(BARS * (bottom - y) / (bottom - top + 0.001))]++
  }
  draw_bars(bottom, (bottom - top) / BARS)
}

function draw_bars(bottom, h,   i, longest_bar) {
  for (i = 0; i < BARS; i++)
    longest_bar = most(longest_bar, bar[i])
  for (i = 0; i < BARS; i++)
    if (bar[i])
      rect("cells", RIGHT - 92, bottom - (i + 1) * h + 0.5,
        RIGHT - 92 + most(1, 92 * bar[i] / longest_bar), bottom - i * h, "TINT_BLUE")
}

function draw_axes(top, bottom,   tick, ticked, i) {
  ticked = ticks("y", 40, tick)
  if (ticked < 3)
    ticked = straight_ticks(tick)
  for (i = 1; i <= ticked; i += every) {
    stroke("grid", from_of["x"], at("y", tick[i]), RIGHT, at("y", tick[i]), "GRID")
    write("right", SMALL, 0, from_of["x"] - 10, at("y", tick[i]), "MUTED", round_time(tick[i]))
  }
  polyline("floors", "MUTED")
  vertex(from_of["x"], at("y", median))
  vertex(RIGHT, at("y", median))
  ticked = ticks("x", 80, tick)
  for (i = 1; i <= ticked; i++) {
    stroke("grid", at("x", tick[i]), top, at("x", tick[i]), bottom, "GRID")
    write("center", SMALL, 0, at("x", tick[i]), bottom + 16, "MUTED", tick[i] " s")
  }
}

# Between 1 and 2 a logarithmic scale is almost straight, and takes the steps of one.
function straight_ticks(tick,   ticked) {
  shape_of["y"] = "lin"
  ticked = ticks("y", 50, tick)
  shape_of["y"] = "log"
  return ticked
}
