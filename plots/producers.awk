# SPDX-License-Identifier: MIT
# producers.awk - lays out "Do submitters get in each other's way?" (after lines.awk).

END {
  find_workers()
  for (k = 1; k <= size["summary"]; k++)
    if (base(of(k, "bench")) == "producers" && (of(k, "workers") == workers ||
                                                of(k, "takes_part") == "serial"))
      note_row(k)
  if (!impls)
    leave_out("the summary has no bench producers")
  ascend(tick, ticked)
  for (i = 1; i <= impls; i++)
    make_line(impl[i])
  y = head("Do submitters get in each other's way?", answer(), RIGHT)
  y = draw_lines(y, "time per task, fire and forget", 260, "log", tick[1],
    ticked > 1 ? tick[ticked] : 2 * tick[1], tick, ticked, "log", 1)
  write("center", SMALL, 0, (from_of["x"] + to_of["x"]) / 2, y + 20, "MUTED",
    "threads that submit at once")
  close_figure(y + 52, excuses(absent, absences) "Behind each name: the cost with most of " \
    "them. Bars: 95 % interval. " many(workers, "worker") "; logarithmic, lower is better.")
}

function x_name(n) { return n }
function y_name(ns) { return round_time(ns) }

# Two workers, or else the fewest that were measured.
function find_workers(   k, w) {
  for (k = 1; k <= size["summary"]; k++) {
    w = of(k, "workers")
    if (base(of(k, "bench")) == "producers" && of(k, "takes_part") != "serial" &&
        (workers == "" || w == 2 || workers != 2 && w < workers))
      workers = w
  }
}

function note_row(k,   n, name) {
  n = parameter(of(k, "params"), "producers")
  name = shown(k)
  if (of(k, "status") != "ok" || n == "") {
    absent[++absences] = k
    return
  }
  if (!(n in met))
    met[tick[++ticked] = n] = 1
  if (!(name in met_impl))
    met_impl[impl[++impls] = name] = 1
  at_producers[name, n] = k
}

function make_line(name,   l, i, k, last) {
  for (i = 1; i <= ticked; i++)
    if ((name, tick[i]) in at_producers)
      last = at_producers[name, tick[i]]
  l = new_line(name, amount(of(last, "median")), colour(of(last, "impl")), name == "heddle")
  for (i = 1; i <= ticked; i++) {
    k = at_producers[name, tick[i]]
    if (k)
      add_point(l, tick[i], of(k, "median"), of(k, "lo"), of(k, "hi"))
    else
      add_point(l, tick[i], "")
  }
}

function answer(   one, more) {
  one = at_producers["heddle", tick[1]]
  more = at_producers["heddle", tick[ticked]]
  if (!one || !more)
    return "heddle itself was not measured."
  return "With " many(tick[1], "submitter") " a task costs heddle " amount(of(one, "median")) \
    ", with " many(tick[ticked], "submitter") " " amount(of(more, "median")) "."
}
