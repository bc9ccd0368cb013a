# SPDX-License-Identifier: MIT
# heat.awk - lays out "Is the wait steady or bursty?" (after histograms.awk).
#
# Time goes to the right, the wait upwards, and a cell is the darker the more of its round's
# tasks fell into it.  A stripe is a habit of the program, a blot happened once.

BEGIN {
  STEPS = 4 # cells for each doubling of the wait
  SHADES = 6
  HEIGHT = 230
}

END {
  if (!has_histograms())
    leave_out("the histograms have neither roundtrip nor roundtrip_cold")
  find_who()
  hot = read_rounds("roundtrip")
  cold = read_rounds("roundtrip_cold")
  y = head("Is the wait steady or bursty?", answer(), RIGHT)
  if (hot)
    y = heat_panel("roundtrip", y + 4, "submitted as soon as the last one was back")
  if (cold)
    y = heat_panel("roundtrip_cold", y + 4, "after a pause, with all workers asleep")
  y = key_of_shades(y)
  close_figure(y, "Every task of " spelled(who) " with " many(workers, "worker") ". A column " \
    "is a round, as wide as the time until the next one. The wait is from submit until the " \
    "result is in hand, and logarithmic. Thin line: the round's median.")
}

# heddle, or whoever comes first.
function find_who(   k) {
  for (k = 1; k <= size["histograms"]; k++)
    if (histogram(k, "bench") ~ /^roundtrip(_cold)?$/ &&
        (who == "" || histogram(k, "impl") == "heddle"))
      who = histogram(k, "impl")
}

# Counts of one bench by round and cell.  A bucket falls into the cell that its middle is in.
function read_rounds(bench,   k, best, t, c) {
  best = usual_setting(bench)
  for (k = 1; k <= size["histograms"]; k++) {
    if (histogram(k, "bench") != bench || histogram(k, "impl") != who || setting(k) != best)
      continue
    t = histogram(k, "t_s")
    if (t == "")
      continue
    workers = histogram(k, "workers")
    if (!((bench, t) in in_round))
      when[bench, ++rounds[bench]] = t
    c = cell_of(sqrt(most(histogram(k, "lo_ns"), 1) * histogram(k, "hi_ns")))
    tally[bench, t, c] += histogram(k, "count")
    in_round[bench, t] += histogram(k, "count")
    low_cell[bench] = least(low_cell[bench], c)
    high_cell[bench] = most(high_cell[bench], c)
  }
  return rounds[bench] + 0
}

function cell_of(ns) { return int(STEPS * log(ns) / log(2)) }
function edge(c) { return 2 ^ (c / STEPS) }

function heat_panel(bench, y, caption,   i, t, from, to, tick, count, bottom) {
  write("left", SMALL, 0, MARGIN, y, "MUTED", caption)
  y += 18
  bottom = y + HEIGHT
  scale("y", "log", edge(low_cell[bench]), edge(high_cell[bench] + 1), bottom, y)
  count = ticks("y", 30, tick)
  X0 = MARGIN + 62
  for (i = 1; i <= count; i += every) {
    stroke("grid", X0, at("y", tick[i]), RIGHT, at("y", tick[i]), "GRID")
    write("right", SMALL, 0, X0 - 10, at("y", tick[i]), "MUTED", round_time(tick[i]))
  }
  in_order(bench)
  scale("x", "lin", column_start(1), column_start(rounds[bench] + 1), X0, RIGHT)
  for (i = 1; i <= rounds[bench]; i++)
    column_of(bench, time_at[i], at("x", column_start(i)), at("x", column_start(i + 1)))
  return time_axis(bottom) + 34
}

function in_order(bench,   i) {
  for (i = 1; i <= rounds[bench]; i++)
    time_at[i] = when[bench, i]
  time_count = rounds[bench]
  ascend(time_at, time_count)
}

# A column begins half-way from the round before; the first and the last are as wide as their
# neighbours.
function column_start(i) {
  if (time_count == 1)
    return time_at[1] + (i == 1 ? -0.5 : 0.5)
  if (i == 1)
    return time_at[1] - (time_at[2] - time_at[1]) / 2
  if (i > time_count)
    return time_at[time_count] + (time_at[time_count] - time_at[time_count - 1]) / 2
  return (time_at[i - 1] + time_at[i]) / 2
}

# Cells of one shade are one rectangle, on whole pixels: nothing shines through between them.
function column_of(bench, t, x1, x2,   c, here, before, from, y) {
  x1 = int(x1 + 0.5)
  x2 = int(x2 + 0.5)
  for (c = low_cell[bench]; c <= high_cell[bench] + 1; c++) {
    here = tally[bench, t, c] ? shade(tally[bench, t, c] / in_round[bench, t]) : 0
    if (here == before)
      continue
    y = int(at("y", edge(c)) + 0.5)
    if (before)
      rect("cells", x1, y, x2 + 0.7, from, "HEAT_" before)
    from = y
    before = here
  }
  y = at("y", quantile_of(bench, t, 0.5))
  stroke("medians", x1, y, x2, y, "PAPER")
}

# Shades for shares: under 0.1 %, under 0.3 %, 1, 3, 10 %, more.
function shade(part,   s, limit) {
  limit = 0.001
  for (s = 1; s < SHADES && part >= limit; s++)
    limit *= s % 2 ? 3 : 10 / 3
  return s
}

function time_axis(bottom,   tick, count, i) {
  count = ticks("x", 80, tick)
  for (i = 1; i <= count; i++) {
    if (tick[i] < 0 || at("x", tick[i]) + width(tick[i] " s", SMALL) / 2 > RIGHT + 4)
      continue
    stroke("grid", at("x", tick[i]), bottom, at("x", tick[i]), bottom + 5, "GREY")
    write("center", SMALL, 0, at("x", tick[i]), bottom + 16, "MUTED", tick[i] " s")
  }
  return bottom + 16
}

function key_of_shades(y,   s, x, label) {
  split("0.1 0.3 1 3 10", label, " ")
  x = MARGIN + 62
  write("right", SMALL, 0, x - 10, y, "MUTED", "share")
  for (s = 1; s <= SHADES; s++) {
    rect("cells", x, y - 8, x + 60, y + 8, "HEAT_" s)
    if (s < SHADES)
      write("center", SMALL, 0, x + 60, y + 20, "MUTED", label[s] " %")
    x += 60
  }
  return y + 50
}

function answer(   text) {
  text = said("roundtrip", "One after the other")
  return text (text == "" || !rounds["roundtrip_cold"] ? "" : " ") said("roundtrip_cold",
    "After a pause")
}

# How far the worst round lies from the usual one, in what nine of ten tasks wait.
function said(bench, words,   i, list, count, usual, worst) {
  count = rounds[bench]
  if (!count)
    return ""
  for (i = 1; i <= count; i++)
    list[i] = quantile_of(bench, when[bench, i], 0.9)
  ascend(list, count)
  usual = list[int((count + 1) / 2)]
  worst = list[count]
  return words " it is " \
    (worst <= 1.5 * usual ? "steady" : worst <= 3 * usual ? "uneven" : "bursty") \
    ": nine of ten tasks are back within " amount(usual) " in the usual round, within " \
    amount(worst) " in the worst."
}

function quantile_of(bench, t, p,   c, below, want) {
  want = p * in_round[bench, t]
  for (c = low_cell[bench]; c <= high_cell[bench]; c++) {
    if (tally[bench, t, c] && below + tally[bench, t, c] >= want)
      return edge(c + (want - below) / tally[bench, t, c])
    below += tally[bench, t, c]
  }
}
