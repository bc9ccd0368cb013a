# SPDX-License-Identifier: MIT
# cost_n.awk - lays out "Does the cost per task stay flat as N grows?" (after lines.awk).

END {
  growing = read_bench("submit")
  taking = read_bench("as_completed")
  if (!growing && !taking)
    leave_out("the summary has neither submit nor as_completed for three numbers of tasks")
  y = head("Does the cost per task stay flat as N grows?", answer(), RIGHT)
  if (growing)
    y = panel_of("submit", y, "time per task: submit, and collect every result", 340)
  if (taking)
    y = panel_of("as_completed", y + 10 * (growing > 0),
      "time per task: submit, and take in the order of completion", 220)
  close_figure(y + 6, not_drawn() "Behind each name: the cost at its largest N. " \
    "Bars: 95 % interval. " many(workers, "worker") "; both scales logarithmic, lower is better.")
}

# Who was too slow for some N only has a line, which ends there.
function not_drawn(   i, k, kept, count, ends) {
  for (i = 1; i <= absences; i++) {
    k = absent[i]
    if (of(k, "status") == "slow" && (of(k, "bench") SUBSEP of(k, "impl")) in ns)
      ends = "A line ends where more tasks would take too long. "
    else
      kept[++count] = k
  }
  return excuses(kept, count) ends
}

function x_name(n) { return n >= 1e6 ? n / 1e6 " M" : thousands(n) }
function y_name(ns) { return round_time(ns) }

# The number of workers for which most different N were measured; two, if that is one of them.
function usual_workers(bench,   k, w, count, seen, best) {
  for (k = 1; k <= size["summary"]; k++) {
    w = of(k, "workers")
    if (of(k, "bench") == bench && of(k, "takes_part") != "serial" && of(k, "status") == "ok" &&
        !((w, of(k, "n")) in seen)) {
      seen[w, of(k, "n")] = 1
      count[w]++
    }
  }
  for (w in count)
    if (count[w] >= 3 && (best == "" || count[w] > count[best] ||
                          count[w] == count[best] && (w == 2 || best != 2 && w + 0 < best + 0)))
      best = w
  return best
}

# Which rows belong to a bench: impl[], and row_at[impl, n].  An N that was made smaller for
# who is slow may come twice, and counts once.
function read_bench(bench,   k, n, w, who) {
  w = usual_workers(bench)
  if (w == "")
    return 0
  workers = w
  for (k = 1; k <= size["summary"]; k++) {
    if (of(k, "bench") != bench || of(k, "workers") != w && of(k, "takes_part") != "serial")
      continue
    if (of(k, "status") != "ok") {
      absent[++absences] = k
      continue
    }
    who = bench SUBSEP of(k, "impl")
    n = of(k, "n")
    if (n == "" || (who, n) in row_at)
      continue
    if (!(who in ns))
      impl[bench, ++impls[bench]] = of(k, "impl")
    row_at[who, n] = k
    n_of[who, ++ns[who]] = n
    low_n[bench] = least(low_n[bench], n)
    high_n[bench] = most(high_n[bench], n)
  }
  return impls[bench] + 0
}

function panel_of(bench, y, caption, height,   i, n, tick, count) {
  forget_lines()
  for (i = 1; i <= impls[bench]; i++)
    line_of(bench, impl[bench, i])
  for (n = 10 ^ floor_log(low_n[bench]); n <= high_n[bench] * 1.0001; n *= 10)
    if (n >= low_n[bench])
      tick[++count] = n
  y = draw_lines(y, caption, height, "log", low_n[bench], high_n[bench], tick, count, "log", 1)
  write("center", SMALL, 0, (from_of["x"] + to_of["x"]) / 2, y + 20, "MUTED", "tasks, N")
  return y + 46
}

function line_of(bench, name,   i, at_n, l, k, count, who) {
  who = bench SUBSEP name
  count = ns[who]
  for (i = 1; i <= count; i++)
    at_n[i] = n_of[who, i]
  ascend(at_n, count)
  k = row_at[who, at_n[count]]
  l = new_line(shown(k), amount(of(k, "median")), colour(name), name == "heddle")
  for (i = 1; i <= count; i++) {
    k = row_at[who, at_n[i]]
    add_point(l, at_n[i], of(k, "median"), of(k, "lo"), of(k, "hi"))
  }
}

function answer(   text) {
  text = said("submit", "submitting and collecting")
  return text (text == "" || !taking ? "" : " ") said("as_completed", "as_completed")
}

# How flat heddle is where the start and the end of a run do not count much any more.
function said(bench, words,   i, n, low, high, value, count, who) {
  who = bench SUBSEP "heddle"
  for (i = 1; i <= ns[who]; i++) {
    n = n_of[who, i]
    if (n < 9999 || n > 1000001)
      continue
    value = of(row_at[who, n], "median")
    low = least(low, value)
    high = most(high, value)
    count++
  }
  if (count < 2)
    return impls[bench] && bench == "submit" ? "heddle itself was not measured." : ""
  return (high < 1.5 * low ? "Yes, " : "No, ") words ": from 10,000 to 1 M tasks heddle " \
    "takes " (high - low < 0.005 * low ? amount(low) : amount(low) " to " amount(high)) " for each."
}
