# SPDX-License-Identifier: MIT
# timeline.awk - lays out "Which worker ran which task, and when?" (after events.awk).

END {
  W = 940
  split("BLUE ORANGE GREEN RED PINK SKY YELLOW", palette, " ")
  RIGHT = W - MARGIN
  choose_sizes()
  top = head("Which worker ran which task, and when?", summary(), RIGHT) + 18
  place_columns()
  y = rows_by_task(top)
  if (workers)
    y = rows_by_worker(y + 34)
  y = axis(y)
  describe()
  write("left", 11, 0, MARGIN, y + 38, "MUTED", fit(footer(), 11, 0, RIGHT - MARGIN))
  finish(W, int(y + 62))
}

# More rows, less room for each.
function choose_sizes() {
  pitch = shown <= 12 ? 31 : shown <= 24 ? 25 : shown <= 60 ? 19 : 15
  size = shown <= 24 ? 12 : shown <= 60 ? 11 : 10
  half = pitch * 0.35
  shown_workers = workers < WORKERS_MOST ? workers : WORKERS_MOST
  worker_pitch = workers <= 12 ? 29 : workers <= 20 ? 22 : 17
}

# --- the line under the title ---------------------------------------------------------

function summary(   text) {
  text = many(n, "task") (workers ? " on " many(workers, "worker") : "")
  if (count["ran"])
    text = text ": " duration(work) " of work in " duration(last) "."
  else
    text = text ": none ran."
  return text sentence(starts_in_words()) sentence(ends_in_words()) sentence(hidden_note())
}

function sentence(text) { return text == "" ? "" : " " text }

function starts_in_words(   at_once, waits, part, k) {
  waits = count["waited"] + 0
  at_once = count["ran"] - waits
  if (at_once == n && slowest_start > last / 20)
    return (n == 1 ? "It takes " : "None waits for a free worker; the slowest takes ") \
      duration(slowest_start) " to start."
  if (at_once == n)
    return n == 1 ? "It starts at once." : "All start at once."
  if (at_once + waits == n)
    return many(at_once, "task") verb(at_once, " starts", " start") " at once; the other " \
      verb(waits, "one waits", waits " wait") " for a free worker."
  if (at_once)
    part[++k] = at_once verb(at_once, " starts", " start") " at once"
  if (waits)
    part[++k] = waits verb(waits, " waits", " wait") " for a free worker"
  if (unstarted("cancelled"))
    part[++k] = unstarted("cancelled") verb(unstarted("cancelled"),
      " is cancelled before it starts", " are cancelled before they start")
  if (count["refused"])
    part[++k] = count["refused"] verb(count["refused"], " is", " are") " refused"
  if (unstarted("failed"))
    part[++k] = unstarted("failed") verb(unstarted("failed"),
      " fails before it starts", " fail before they start")
  if (unstarted("finished") + unstarted("waiting"))
    part[++k] = unstarted("finished") + unstarted("waiting") \
      verb(unstarted("finished") + unstarted("waiting"), " never starts", " never start")
  return join(part, k) "."
}

function unstarted(what,   i, k) {
  for (i = 1; i <= n; i++)
    k += !ran[i] && fate[i] == what
  return k + 0
}

function ends_in_words(   part, k, started) {
  started = count["failed"] - unstarted("failed")
  if (started)
    part[++k] = started verb(started, " fails", " fail")
  started = count["cancelled"] - unstarted("cancelled")
  if (started)
    part[++k] = started verb(started, " is stopped", " are stopped") " while running"
  if (count["running"])
    part[++k] = count["running"] verb(count["running"], " is", " are") " still running at the end"
  return k ? join(part, k) "." : ""
}

# --- columns --------------------------------------------------------------------------

# The left column is as wide as the widest name; the time scale leaves room on the right
# for what stands behind each bar.
function place_columns(   i, room, x) {
  for (i = 1; i <= shown; i++) {
    name[i] = fit(label[i], size, 0, 190)
    X0 = most(X0, MARGIN + width(name[i], size) + 12)
  }
  for (i = 1; i <= shown_workers; i++) {
    worker_label[i] = fit(worker_name[i], 12, 0, 190)
    X0 = most(X0, MARGIN + width(worker_label[i], 12) + 12)
  }
  X0 = most(X0, 100)
  span = 1
  for (i = 1; i <= shown; i++)
    span = most(span, mark(i))
  scale = (RIGHT - X0 - 8) / span
  for (i = 1; i <= shown; i++)
    if (mark(i) > 0) {
      # Outside, where the name of the worker does not fit in the bar.
      room = RIGHT - X0 - 18 - width(tail(i, 1), 11, fate[i] == "failed")
      scale = least(scale, room / mark(i))
    }
}

function px(t) { return X0 + t * scale }

# The last thing drawn of a row.
function mark(i,   t) {
  if (fate[i] == "running" || fate[i] == "waiting")
    return last
  t = most(most(end[i], callback[i]), start[i])
  return most(t, submit[i])
}

function colour_of(i) {
  if (crossed(i))
    return "GREY"
  return palette[(on[i] ? on[i] - 1 : 0) % 7 + 1]
}

function on_bar(name) { return name == "BLUE" ? "ON_PAPER" : "ON_INK" }

# The end of a long name, which tells workers apart: "…0_3" of ThreadPoolExecutor-0_3.
function short(name,   cut) {
  if (length(name) <= 12)
    return name
  cut = match(name, /[-. ][^-. ]+$/) ? substr(name, RSTART + 1) : name
  while (width(cut, 11) > 70)
    cut = substr(cut, char_length(cut, 1) + 1)
  return "…" cut
}

# What stands behind the bar; long: with the worker, which has no room in it.
function tail(i, long,   text) {
  if (fate[i] == "finished")
    text = (ran[i] ? "finished " : "settled ") ordinal(place[i])
  else if (fate[i] == "failed")
    text = (ran[i] ? "failed, " : "failed unstarted, ") ordinal(place[i])
  else if (fate[i] == "refused")
    return "refused"
  else if (fate[i] == "cancelled")
    text = end[i] == "" ? "cancelled" : "cancelled after " duration(end[i] - submit[i])
  else
    return fate[i] == "running" ? "still running" : "never started"
  return text (long && on[i] ? " on " short(worker[i]) : "")
}

# --- by task --------------------------------------------------------------------------

function rows_by_task(top,   i, y) {
  write("left", 12, 1, X0, top, "INK", "by task, in order of submission")
  legend(top)
  top += 16
  for (i = 1; i <= shown; i++)
    task_row(i, top + (i - 0.5) * pitch)
  grid_top[++panels] = top
  grid_bottom[panels] = top + shown * pitch
  return top + shown * pitch
}

function task_row(i, y,   x1, x2, ends, text, inside) {
  write("right", size, 0, X0 - 12, y, crossed(i) ? "MUTED" : "INK", name[i])
  x1 = px(submit[i])
  x2 = px(ran[i] ? start[i] : mark(i))
  if (x2 - x1 >= 2) {
    stroke("waits", x1, y, x2, y, "GREY")
    stroke("waits", x1, y - 4, x1, y + 4, "GREY")
  }
  if (ran[i])
    inside = task_bar(i, y, x2, most(px(stop(i)), x2 + 1.5))
  if (crossed(i))
    cross(px(most(end[i], submit[i])), y, "INK")
  if (fate[i] == "failed" && !ran[i])
    rect("caps", px(end[i]) - 2, y - half, px(end[i]) + 2, y + half, "INK")
  ends = most(px(mark(i)), x2 + 1.5) + 10
  if (callback[i] != "") {
    x1 = px(callback[i])
    if (crossed(i) && x1 - px(end[i]) < 11)
      x1 = px(end[i]) + 11 # beside the cross, not under it
    ring(x1, y, colour_of(i))
    ends = most(ends, x1 + 10)
  }
  text = tail(i, ran[i] && !inside)
  beside(ends, y, fate[i] == "failed", fate[i] == "failed" ? "T_RED" : "MUTED", text)
}

# A small text on the grid, which makes way for it.
function beside(x, y, bold, colour, text) {
  rect("halos", x - 3, y - 7, x + 0.9 * width(text, 11, bold) + 2, y + 7, "PAPER")
  write("left", 11, bold, x, y, colour, text)
}

# Returns whether the bar has room to say who ran it.
function task_bar(i, y, x1, x2,   text, small) {
  rect("bars", x1, y - half, x2, y + half, colour_of(i))
  if (fate[i] == "failed")
    rect("caps", most(x1, x2 - 4), y - half - 1.5, x2, y + half + 1.5, "INK")
  small = size - 1
  text = (on[i] ? worker[i] " · " : "") duration(stop(i) - start[i])
  if (width(text, small, 1) + 14 > x2 - x1)
    text = worker[i]
  if (width(text, small, 1) + 14 > x2 - x1)
    text = short(worker[i])
  if (width(text, small, 1) + 14 > x2 - x1)
    return 0
  write("left", small, 1, x1 + 7, y, on_bar(colour_of(i)), text)
  return 1
}

function ring(x, y, colour) {
  point("discs", x, y, "PAPER")
  point("rings", x, y, colour)
}

# Keys for what is there, from the right.
function legend(y,   i, x, has) {
  for (i = 1; i <= shown; i++) {
    has["callback"] = has["callback"] || callback[i] != ""
    has[fate[i]] = 1
    has["wait"] = has["wait"] || px(ran[i] ? start[i] : mark(i)) - px(submit[i]) >= 2
  }
  x = RIGHT
  if (has["failed"]) {
    x = legend_text(x, y, "failed")
    rect("bars", x - 24, y - 5, x - 8, y + 5, "GREY")
    rect("caps", x - 12, y - 6.5, x - 8, y + 6.5, "INK")
    x -= 44
  }
  if (has["cancelled"] || has["refused"]) {
    x = legend_text(x, y, (has["cancelled"] ? "cancelled" : "") \
      (has["cancelled"] && has["refused"] ? ", " : "") (has["refused"] ? "refused" : ""))
    cross(x - 13, y, "INK")
    x -= 38
  }
  if (has["callback"]) {
    x = legend_text(x, y, "callback ran")
    ring(x - 13, y, "GREY")
    x -= 38
  }
  x = legend_text(x, y, "running")
  rect("bars", x - 24, y - 5, x - 8, y + 5, "GREY")
  x -= 44
  if (has["wait"]) {
    x = legend_text(x, y, "waiting")
    stroke("waits", x - 26, y, x - 8, y, "GREY")
    stroke("waits", x - 26, y - 4, x - 26, y + 4, "GREY")
  }
}

function legend_text(x, y, text) {
  x -= width(text, 12)
  write("left", 12, 0, x, y, "MUTED", text)
  return x
}

# --- by worker ------------------------------------------------------------------------

function rows_by_worker(top,   i, w, y) {
  write("left", 12, 1, X0, top, "INK", "by worker" (shown_workers < workers ? \
    ": the first " shown_workers " of " workers : ""))
  y = top + 16
  grid_top[++panels] = y
  for (w = 1; w <= shown_workers; w++) {
    worker_top[w] = y
    y += worker_pitch * lanes[w]
    write("right", 12, 0, X0 - 12, (worker_top[w] + y) / 2, "INK", worker_label[w])
    if (shown == n && busy[w])
      busy_note(w, (worker_top[w] + y) / 2)
  }
  for (i = 1; i <= shown; i++)
    if (ran[i] && on[i] && on[i] <= shown_workers)
      worker_bar(i, worker_top[on[i]] + (lane[i] - 0.5) * worker_pitch)
  grid_bottom[panels] = y
  return y
}

function busy_note(w, y,   text, x) {
  text = busy[w] < last / 100 ? "under 1 % busy" : sprintf("%.0f %% busy", 100 * busy[w] / last)
  x = px(covered[w]) + 10
  if (x + width(text, 11) > RIGHT)
    return
  beside(x, y, 0, "MUTED", text)
}

# Neighbours are told apart by a thin gap.
function worker_bar(i, y,   x1, x2, h, text) {
  h = worker_pitch * 0.36
  x1 = px(start[i])
  x2 = most(px(stop(i)), x1 + 1.5)
  if (x2 - x1 > 5) {
    x1 += 0.75
    x2 -= 0.75
  }
  rect("bars", x1, y - h, x2, y + h, colour_of(i))
  if (fate[i] == "failed")
    rect("caps", most(x1, x2 - 4), y - h, x2, y + h, "INK")
  text = x2 - x1 < 80 ? label[i] : fit(label[i], 11, 1, x2 - x1 - 8)
  if (width(text, 11, 1) + 8 > x2 - x1 && match(text, /[0-9]+$/))
    text = substr(text, RSTART)
  if (width(text, 11, 1) + 8 <= x2 - x1)
    write("center", 11, 1, (x1 + x2) / 2, y, on_bar(colour_of(i)), text)
}

# --- time -----------------------------------------------------------------------------

# Lines through every panel at round times, named under the last one.
function axis(bottom,   step, unit, t, x, p) {
  step = round_up(84 / scale)
  unit = unit_of(step * int((RIGHT - X0) / scale / step))
  for (t = 0; (x = px(t)) <= RIGHT + 1; t += step) {
    for (p = 1; p <= panels; p++)
      stroke("grid", x, grid_top[p], x, grid_bottom[p], "GRID")
    write("center", 12, 0, x, bottom + 14, "MUTED", sprintf("%.6g %s", t / unit, unit_name(unit)))
  }
  return bottom + 14
}

# The next 1, 2 or 5 times a power of ten.
function round_up(x,   power) {
  for (power = 1; power * 10 <= x; power *= 10)
    ;
  return x <= power ? power : x <= 2 * power ? 2 * power : x <= 5 * power ? 5 * power : 10 * power
}

# What a reader hears who does not see the bars.
function describe(   i, text) {
  for (i = 1; i <= shown && i <= 20; i++) {
    text = label[i]
    if (ran[i])
      text = text (worker[i] == "" ? " ran" : " ran on " worker[i]) " from " \
        duration(start[i]) " to " duration(stop(i)) ", "
    else
      text = text ": "
    description = description " " text tail(i) "."
  }
  if (n > 20)
    description = description " And " n - 20 " more."
}
