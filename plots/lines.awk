# SPDX-License-Identifier: MIT
# lines.awk - a panel of lines, each with its name at its end.
#
# A figure makes lines with new_line(), gives them points from left to right with
# add_point(), and has them drawn by draw_lines().  It defines what the scales say:
# x_name(value) and y_name(value).

# value stands behind the name; weight: bold for the line that the figure is about.
function new_line(text, value, hue, weight,   l) {
  l = ++line_count
  line_name[l] = text
  line_value[l] = value
  line_hue[l] = hue
  line_bold[l] = weight
  line_dash[l] = (kin[hue]++) % 5 + 1 # lines of one colour differ in their dashes
  return l
}

function add_point(l, x, y, low, high,   k) {
  k = ++points_of[l]
  point_x[l, k] = x
  point_y[l, k] = y
  point_low[l, k] = low
  point_high[l, k] = high
  if (y == "")
    return
  last_point[l] = k
  all_low = least(all_low, low == "" ? y : low)
  all_high = most(all_high, high == "" ? y : high)
}

function forget_lines(   l) {
  for (l in points_of)
    delete points_of[l]
  for (l in last_point)
    delete last_point[l]
  for (l in kin)
    delete kin[l]
  line_count = 0
  all_low = all_high = ""
}

# Finds room: names on the right, numbers on the left, at least `height` between.  tick holds
# count values of the x axis.  Returns the y below the axis.
function draw_lines(y, caption, height, x_shape, x_low, x_high, tick, count, y_shape, marks,
    i, ytick, ycount, bottom) {
  write("left", SMALL, 0, MARGIN, y, "MUTED", caption)
  describe(sentence_of(caption))
  y += 18
  bottom = y + most(height, line_count * LABEL_PITCH)
  if (y_shape == "log")
    scale("y", "log", rounded_down(all_low / 1.05), rounded_up(all_high * 1.05), bottom, y)
  else
    scale("y", "lin", 0, all_high * 1.06, bottom, y)
  ycount = ticks("y", 30, ytick)
  scale("x", x_shape, x_low, x_high, MARGIN + y_width(ytick, ycount) + 12,
    RIGHT - label_room() - 26)
  for (i = 1; i <= ycount; i++)
    horizontal(ytick[i], i % every == (every > 1))
  for (i = 1; i <= count; i++) {
    stroke("grid", at("x", tick[i]), y, at("x", tick[i]), bottom, "GRID")
    write("center", SMALL, 0, at("x", tick[i]), bottom + 15, "MUTED", x_name(tick[i]))
  }
  for (i = line_count; i >= 1; i--)
    draw_line(i, marks)
  draw_names(y, bottom)
  return bottom + 15
}

BEGIN { LABEL_PITCH = 20 }

function y_width(tick, count,   i, out) {
  for (i = 1; i <= count; i++)
    out = most(out, width(y_name(tick[i]), SMALL))
  return out
}

function horizontal(value, named) {
  stroke("grid", from_of["x"], at("y", value), to_of["x"], at("y", value), "GRID")
  if (named)
    write("right", SMALL, 0, from_of["x"] - 10, at("y", value), "MUTED", y_name(value))
}

# A line breaks where a value is missing.
function draw_line(l, marks,   k, broken, x, y) {
  broken = 1
  for (k = 1; k <= points_of[l]; k++) {
    if (point_y[l, k] == "") {
      broken = 1
      continue
    }
    x = at("x", point_x[l, k])
    y = at("y", point_y[l, k])
    if (broken)
      polyline((line_bold[l] ? "bold-" : "thin-") line_dash[l], line_hue[l])
    vertex(x, y)
    broken = 0
    if (!marks)
      continue
    if (point_low[l, k] != "" && at("y", point_low[l, k]) - at("y", point_high[l, k]) > 3)
      rect("tints", x - 3, at("y", point_high[l, k]), x + 3, at("y", point_low[l, k]),
        line_hue[l] == "BLUE" ? "TINT_BLUE" : "TINT_GREY")
    point("rims", x, y, "PAPER")
    point("dots", x, y, line_hue[l])
  }
}

function label_room(   l, out) {
  for (l = 1; l <= line_count; l++) {
    line_name[l] = fit(line_name[l], NAME, line_bold[l], 225 - width(line_value[l], NAME) - 10)
    line_name[l] = line_name[l] (line_value[l] == "" ? "" : "  " line_value[l])
    out = most(out, width(line_name[l], NAME, line_bold[l]))
  }
  return out
}

# The names stand beside the ends of their lines, as near as they can without touching.
function draw_names(top, bottom,   l, count, list, key, want, i, x, y, k) {
  for (l = 1; l <= line_count; l++)
    if (last_point[l]) {
      list[++count] = l
      key[l] = at("y", point_y[l, last_point[l]])
    }
  sort(list, key, count)
  for (i = 1; i <= count; i++)
    want[i] = key[list[i]]
  spread(want, count, LABEL_PITCH, top + 6, most(bottom, top + 6 + (count - 1) * LABEL_PITCH))
  for (i = 1; i <= count; i++) {
    l = list[i]
    x = at("x", point_x[l, last_point[l]])
    describe(line_name[l] ".")
    polyline("leaders", line_hue[l])
    vertex(x + 5, key[l])
    if (to_of["x"] - x > 12)
      vertex(to_of["x"], key[l])
    vertex(to_of["x"] + 19, want[i])
    write("left", NAME, line_bold[l], to_of["x"] + 24, want[i], text_colour(line_hue[l]),
      line_name[l])
  }
}
