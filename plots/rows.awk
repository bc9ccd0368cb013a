# SPDX-License-Identifier: MIT
# rows.awk - a figure of rows, one an implementation: its name, its dot, its numbers.
#
# A figure makes panels with panel(), fills them with add_row() and add_floor(), and has them
# drawn by draw_panels().  All panels share one scale.

function panel(text) {
  panel_title[++panels] = text
  return panels
}

# Row k of the summary.  value is its median, or what the figure makes of it with factor.
function add_row(p, k, factor, ratio,   i) {
  factor = factor ? factor : 1
  i = ++row_count
  member[p, ++members[p]] = i
  row_name[i] = shown(k)
  row_colour[i] = colour(of(k, "impl"))
  row_ring[i] = of(k, "takes_part") != "outside"
  rings = rings || row_ring[i] && of(k, "status") == "ok"
  if (of(k, "status") != "ok") {
    row_excuse[i] = excuse(k)
    return i
  }
  row_value[i] = of(k, "median") * factor
  row_low[i] = of(k, "lo") == "" ? row_value[i] : of(k, "lo") * factor
  row_high[i] = of(k, "hi") == "" ? row_value[i] : of(k, "hi") * factor
  row_q1[i] = of(k, "q1") == "" ? row_low[i] : of(k, "q1") * factor
  row_q3[i] = of(k, "q3") == "" ? row_high[i] : of(k, "q3") * factor
  row_least[i] = of(k, "min") == "" ? row_q1[i] : of(k, "min") * factor
  row_text[i] = amount(of(k, "median"), of(k, "unit"))
  row_ratio[i] = ratio != "" ? ratio : of(k, "impl") == "heddle" ? "1" : \
    of(k, "ratio") == "" ? "" : times(of(k, "ratio"))
  return i
}

# A limit of the machine, drawn through the panel's rows.
function add_floor(p, value, text) {
  if (value == "")
    return
  floors[p]++
  floor_value[p, floors[p]] = value
  floor_text[p, floors[p]] = text
}

# Returns the y below the axis.
function draw_panels(y, heading, ratio_heading, axis,   p, top, count, tick, i) {
  if (ratio_heading == "")
    for (i = 1; i <= row_count; i++)
      row_ratio[i] = ""
  for (p = 1; p <= panels; p++)
    sort_panel(p)
  measure(heading, ratio_heading)
  count = ticks("x", axis == "times" ? 60 : 74, tick)
  for (p = 1; p <= panels; p++) {
    y += p == 1 ? 8 : 34
    write("left", NAME, 1, MARGIN, y, "INK", panel_title[p])
    if (p == 1) {
      write("right", SMALL, 0, X_TEXT, y, "MUTED", heading)
      write("right", SMALL, 0, RIGHT, y, "MUTED", ratio_heading)
    }
    top = draw_floor_names(p, y + 8)
    y = top + members[p] * pitch + 4
    for (i = 1; i <= count; i++)
      stroke("grid", at("x", tick[i]), top, at("x", tick[i]), y, "GRID")
    draw_floor_lines(p, y)
    describe(sentence_of(panel_title[p]))
    for (i = 1; i <= members[p]; i++)
      draw_row(member[p, i], top + (i - 0.5) * pitch + 2)
  }
  for (i = 1; i <= count; i += every)
    write("center", SMALL, 0, at("x", tick[i]), y + 14, "MUTED",
      axis == "times" ? sprintf("%g×", tick[i]) : axis == "bytes" ? sprintf("%g B", tick[i]) : \
      round_time(tick[i]))
  return y + 46
}

# By value; what has none comes last, in the order of the file.
function sort_panel(p,   i, list) {
  for (i = 1; i <= members[p]; i++) {
    list[i] = member[p, i]
    row_key[list[i]] = row_value[list[i]] == "" ? 1e30 : row_value[list[i]]
  }
  sort(list, row_key, members[p])
  for (i = 1; i <= members[p]; i++)
    member[p, i] = list[i]
  pitch = members[p] > 10 || pitch == 25 ? 25 : 28
}

# Names on the left, numbers on the right, the scale between them.
function measure(heading, ratio_heading,   i, p, low, high, name_width, text_width,
    ratio_width) {
  ratio_width = width(ratio_heading, SMALL)
  text_width = width(heading, SMALL)
  for (i = 1; i <= row_count; i++) {
    row_name[i] = fit(row_name[i], NAME, row_colour[i] == "BLUE", 222)
    name_width = most(name_width, width(row_name[i], NAME, row_colour[i] == "BLUE"))
    text_width = most(text_width, width(row_text[i], NAME, row_colour[i] == "BLUE"))
    ratio_width = most(ratio_width, width(row_ratio[i], NAME, row_colour[i] == "BLUE"))
    low = least(low, row_least[i])
    high = most(high, most(row_high[i], row_q3[i]))
  }
  for (p = 1; p <= panels; p++)
    for (i = 1; i <= floors[p]; i++) {
      low = least(low, floor_value[p, i])
      high = most(high, floor_value[p, i])
    }
  X0 = MARGIN + name_width + 14
  X_TEXT = RIGHT - (ratio_heading == "" ? 0 : ratio_width + 12)
  scale("x", "log", rounded_down(low / 1.02), rounded_up(high * 1.02), X0,
    X_TEXT - text_width - 14)
}

function draw_row(i, y,   bold, ink, hue) {
  bold = row_colour[i] == "BLUE"
  describe(row_name[i] " " (row_excuse[i] == "" ? row_text[i] : row_excuse[i]) ".")
  if (row_excuse[i] != "") {
    write("right", NAME, 0, X0 - 12, y, "MUTED", row_name[i])
    rect("halos", X0 + 2, y - 9, X0 + 10 + width(row_excuse[i], SMALL), y + 9, "PAPER")
    write("left", SMALL, 0, X0 + 6, y, "MUTED", fit(row_excuse[i], SMALL, 0, RIGHT - X0 - 6))
    return
  }
  ink = bold ? "T_BLUE" : "INK"
  write("right", NAME, bold, X0 - 12, y, ink, row_name[i])
  write("right", NAME, bold, X_TEXT, y, ink, row_text[i])
  write("right", NAME, bold, RIGHT, y, bold ? ink : "MUTED", row_ratio[i])
  stroke("guides", X0, y, at("x", row_value[i]), y, "GRID")
  interval(at("x", row_low[i]), at("x", row_high[i]), y, bold ? "TINT_BLUE" : "TINT_GREY")
  hue = bold ? "BLUE" : "GREY"
  stroke("spans", at("x", row_q1[i]), y, at("x", row_q3[i]), y, hue)
  stroke("spans", at("x", row_least[i]), y - 5, at("x", row_least[i]), y + 5, hue)
  point("rims", at("x", row_value[i]), y, "PAPER")
  point(row_ring[i] ? "rings" : "dots", at("x", row_value[i]), y, bold ? "BLUE" : "MUTED")
}

function interval(x1, x2, y, tint) {
  if (x2 - x1 < 4) {
    x1 = (x1 + x2) / 2 - 2
    x2 = x1 + 4
  }
  rect("tints", x1, y - 7, x2, y + 7, tint)
}

# The limits' names stand over the rows, one under the other; returns where the rows begin.
function draw_floor_names(p, y,   i, x, text) {
  for (i = 1; i <= floors[p]; i++) {
    y += 16
    x = at("x", floor_value[p, i])
    floor_top[p, i] = y - 6
    text = floor_text[p, i]
    if (x + 5 + width(text, SMALL) <= RIGHT)
      write("left", SMALL, 0, x + 5, y, "MUTED", text)
    else
      write("right", SMALL, 0, x - 5, y, "MUTED", text)
  }
  return y + (floors[p] ? 10 : 4)
}

function draw_floor_lines(p, bottom,   i, x) {
  for (i = 1; i <= floors[p]; i++) {
    x = at("x", floor_value[p, i])
    polyline("floors", "MUTED")
    vertex(x, floor_top[p, i])
    vertex(x, bottom)
  }
}

# What the marks of a row mean.
function row_notes() {
  return "Dot: median. Band: its 95 % interval. Line: the middle half of the samples. Tick: " \
    "the fastest one." \
    (rings ? " Ring: the submitting thread runs tasks too, or all of them." : "")
}
