# SPDX-License-Identifier: MIT
# scaling.awk - lays out "Do more workers help?" (after rows.awk and lines.awk).
#
# Above, what heddle's workers bring for tasks of several lengths; below, from which length
# on a task is worth a worker at all (METG), for everyone.

END {
  split("GREY ORANGE GREEN PINK SKY RED", palette, " ")
  read_grains()
  if (!lengths)
    leave_out("the summary has no bench grain of heddle beside one of a plain loop (serial)")
  metgs = gather("metg", metg)
  metg_workers = chosen[2]
  y = head("Do more workers help?", answer(), RIGHT)
  y = speed_ups(y) + 50
  if (metgs)
    y = metg_rows(y - 10)
  close_figure(y, "Speed-up: the time of a plain loop over the time of the workers. Dotted: " \
    "no more is possible. " (widest > cpus ? "Shaded: more workers than CPUs. " : "") \
    (metgs ? row_notes() : "Bars: 95 % interval."))
}

function x_name(workers) { return workers }
function y_name(ratio) { return sprintf("%g×", ratio) }

# heddle's grains by the rounds of a task; the plain loop's time is the length of a task.
function read_grains(   k, rounds, w) {
  for (k = 1; k <= size["summary"]; k++) {
    rounds = parameter(of(k, "params"), "rounds")
    if (of(k, "bench") != "grain" || of(k, "status") != "ok" || rounds == "")
      continue
    if (of(k, "impl") == "serial" && !(rounds in loop))
      loop[rounds] = of(k, "median")
    else if (of(k, "impl") == "heddle") {
      w = of(k, "workers")
      grain[rounds, w] = k
      if (!(w in met))
        met[tick[++ticked] = w] = 1
      if (!(rounds in asked))
        asked[every_length[++asked_lengths] = rounds] = 1
    }
  }
  for (k = 1; k <= asked_lengths; k++)
    if (every_length[k] in loop)
      task_rounds[++lengths] = every_length[k]
  ascend(task_rounds, lengths)
  ascend(tick, ticked)
  widest = tick[ticked]
}

function speed_up(rounds, w, name,   k) {
  k = grain[rounds, w]
  return k && of(k, name) != "" ? loop[rounds] / of(k, name) : ""
}

function speed_ups(y,   i, j, l, rounds, low, high) {
  for (i = 1; i <= lengths; i++) {
    rounds = task_rounds[i]
    l = new_line(amount(loop[rounds]) " tasks", times(best(rounds)),
      i == lengths ? "BLUE" : palette[(i - 1) % 6 + 1], i == lengths)
    for (j = 1; j <= ticked; j++)
      add_point(l, tick[j], speed_up(rounds, tick[j], "median"),
        speed_up(rounds, tick[j], "hi"), speed_up(rounds, tick[j], "lo"))
  }
  all_high = most(all_high, least(cpus, widest))
  low = tick[1]
  high = ticked > 1 ? widest : 2 * low
  y = draw_lines(y, "speed-up of heddle over a plain loop", 260, "log", low, high, tick, ticked,
    "lin", 1)
  draw_ideal(low, high)
  write("center", SMALL, 0, (from_of["x"] + to_of["x"]) / 2, y + 20, "MUTED", "workers")
  return y
}

function draw_ideal(low, high,   w) {
  if (widest > cpus && cpus >= low)
    rect("areas", at("x", cpus), to_of["y"], to_of["x"], from_of["y"], "BAND")
  polyline("floors", "MUTED")
  for (w = low; w <= high; w += w < cpus ? 0.25 : high - w + 1)
    vertex(at("x", w), at("y", least(w, cpus)))
  vertex(to_of["x"], at("y", least(high, cpus)))
}

function best(rounds,   j, out) {
  for (j = 1; j <= ticked; j++)
    out = most(out, speed_up(rounds, tick[j], "median"))
  return out
}

function metg_rows(y,   p, i) {
  p = panel("METG: how long a task must be, to be worth it")
  for (i = 1; i <= metgs; i++)
    at_most[add_row(p, metg[i])] = of(metg[i], "note") ~ /^at most/
  for (i in at_most)
    if (at_most[i])
      row_text[i] = "≤ " row_text[i]
  y = draw_panels(y, "at " many(metg_workers, "worker"), "") - 6
  return paragraph(y, SMALL, "METG is the length of a task at which the workers spend half " \
    "of their time on tasks, and half on getting them.", RIGHT) + 6
}

function answer(   long, short, text, k, i) {
  long = task_rounds[lengths]
  short = task_rounds[1]
  text = "With up to " many(widest, "worker") " on " many(cpus, "CPU") " tasks of " \
    amount(loop[long]) " run " times_fast(best(long))
  if (lengths > 1)
    text = text "; tasks of " amount(loop[short]) " " times_fast(best(short))
  text = text "."
  for (i = 1; i <= metgs; i++) {
    k = metg[i]
    if (of(k, "impl") == "heddle" && of(k, "status") == "ok")
      text = text " From " amount(of(k, "median")) " on a task is worth a worker: that is " \
        "its METG."
  }
  return text
}

function times_fast(x) {
  return x == "" ? "at an unknown speed" : figures(x) " times as fast as a plain loop"
}
