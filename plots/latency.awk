# SPDX-License-Identifier: MIT
# latency.awk - lays out "How long does a task wait before it starts?" (after lines.awk,
# histograms.awk and choice.awk).
#
# Each implementation's tasks, from the quickest to the slowest: the share of tasks on a scale
# on which 90, 99 and 99.9 % are equally far apart, for the slow ones are what one feels.  Of
# many implementations only some are drawn: heddle, the quickest, and those that many know.

BEGIN { MOST_LINES = 8 }

END {
  if (!has_histograms())
    leave_out("the histograms have neither roundtrip nor roundtrip_cold")
  hot = read_bench("roundtrip")
  cold = read_bench("roundtrip_cold")
  choose()
  y = head("How long does a task wait before it starts?", answer(), RIGHT)
  if (hot)
    y = panel_of("roundtrip", y, "submitted as soon as the last one was back") + 44
  if (cold)
    y = panel_of("roundtrip_cold", y, "after a pause, with all workers asleep") + 44
  absences = gather("roundtrip", absent)
  close_figure(y, left_out() excuses(absent, absences) "Time from submit until the result is " \
    "in hand. Behind each name: its median. A line ends where fewer than ten tasks are slower, " \
    "or where heddle's ends. " many(workers, "worker") "; the time is logarithmic, lower is " \
    "better.")
}

function y_name(ns) { return round_time(ns) }

# The scale is in nines: 0 is none, 1 is 90 %, 2 is 99 %.
function x_name(nines) {
  if (nines < 0.5)
    return nines > 0.1 ? "50" : "0"
  return nines < 1.5 ? "90" : nines < 2.5 ? "99" : substr("99.99999", 1, nines + 1.5)
}

# Counts of one bench into total[], tally[] and the lists of buckets.
function read_bench(bench,   k, key, best, impl) {
  best = usual_setting(bench)
  for (k = 1; k <= size["histograms"]; k++) {
    if (histogram(k, "bench") != bench || setting(k) != best)
      continue
    impl = histogram(k, "impl")
    if (!((bench, impl) in total))
      impl_of[bench, ++impls[bench]] = impl
    if (!(impl in met)) {
      met[impl] = 1
      everybody[++known_count] = impl
    }
    workers = histogram(k, "workers")
    total[bench, impl] += histogram(k, "count")
    key = bench SUBSEP impl SUBSEP histogram(k, "lo_ns")
    if (!(key in tally))
      low_of_bucket[bench, impl, ++buckets[bench, impl]] = histogram(k, "lo_ns")
    tally[key] += histogram(k, "count")
    end_of_bucket[key] = histogram(k, "hi_ns")
  }
  return impls[bench] + 0
}

function panel_of(bench, y, caption,   i, impl, tick, ticked, top_nines, end) {
  forget_lines()
  if ((bench, "heddle") in total) {
    read_curve(bench, "heddle")
    end = curve_x[curve]
  }
  for (i = 1; i <= impls[bench]; i++) {
    impl = impl_of[bench, i]
    if (!(impl in on_show))
      continue
    read_curve(bench, impl)
    top_nines = most(top_nines, curve_line(impl, end))
  }
  top_nines = most(top_nines, 1)
  tick[1] = 0
  tick[2] = nines_of(0.5)
  for (ticked = 2; ticked - 1 <= top_nines + 1e-9; ticked++)
    tick[ticked + 1] = ticked - 1
  y = draw_lines(y + 4, caption, 250, "lin", 0, top_nines, tick, ticked, "log", 0)
  write("left", SMALL, 0, to_of["x"] + 12, y, "MUTED", "% of the tasks")
  return y
}

function nines_of(share) { return -log(1 - share) / log(10) }

# The buckets in order, as curve_x (nines) and curve_y (ns): the upper end of each bucket and
# the share of tasks below it, up to where ten tasks are left.
function read_curve(bench, impl,   i, low, count, below, all, id) {
  count = buckets[bench, impl]
  for (i = 1; i <= count; i++)
    low[i] = low_of_bucket[bench, impl, i]
  ascend(low, count)
  all = total[bench, impl]
  curve = median = tail = 0
  for (i = 1; i <= count; i++) {
    id = bench SUBSEP impl SUBSEP low[i]
    if (i == 1)
      curve_point(0, most(low[i], 1))
    below += tally[id]
    if (!median && below >= all / 2)
      median = (most(low[i], 1) + end_of_bucket[id]) / 2
    if (all - below >= 10)
      curve_point(nines_of(below / all), end_of_bucket[id])
  }
}

function curve_point(x, y) {
  curve_x[++curve] = x
  curve_y[curve] = y
}

# Up to `end`, if that is more than nothing.  Returns where the line ends.
function curve_line(impl, end,   l, i) {
  l = new_line(spelled(impl), amount(median), colour(impl), impl == "heddle")
  for (i = 1; i <= curve && (!end || curve_x[i] <= end); i++)
    add_point(l, curve_x[i], curve_y[i])
  if (i > curve || i == 1)
    return curve_x[curve]
  add_point(l, end, curve_y[i - 1] * (curve_y[i] / curve_y[i - 1]) ^ \
    ((end - curve_x[i - 1]) / (curve_x[i] - curve_x[i - 1])))
  return end
}

# heddle's own, in a sentence for each of the two.
function answer(   text) {
  text = said("roundtrip", "One after the other, half of heddle's tasks are back within ")
  text = text (text == "" ? "" : " ") said("roundtrip_cold", "After a pause it is ")
  return text == "" ? "heddle itself was not measured." : text
}

function said(bench, words,   i, k, nines) {
  if (!((bench, "heddle") in total))
    return ""
  read_curve(bench, "heddle")
  k = int(curve_x[curve] + 1e-9)
  for (i = curve; i > 1 && curve_x[i - 1] >= k; i--)
    ;
  text = words amount(median)
  return text (k < 1 ? "." : ", and " x_name(k) " % within " amount(curve_y[i]) ".")
}
