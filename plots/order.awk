# SPDX-License-Identifier: MIT
# order.awk - lays out "Do tasks finish in the order they were submitted?" (after events.awk).

END {
  W = 760
  RIGHT = W - MARGIN
  count_places()
  pitch = shown <= 12 ? 35 : shown <= 24 ? 26 : shown <= 60 ? 19 : 15
  size = shown <= 12 ? 13 : shown <= 24 ? 12 : shown <= 60 ? 11 : 10
  top = head("Do tasks finish in the order they were submitted?", verdict(), RIGHT) + 20
  place_columns()
  write("right", 12, 1, XL - 14, top, "INK", "submitted")
  write("left", 12, 1, XR + 14, top, "INK", finishers ? "finished" : "never finished")
  top += 14
  give_rows()
  for (i = 1; i <= shown; i++)
    task_curve(i, top + (i - 0.5) * pitch, top + (row[i] - 0.5) * pitch)
  describe()
  write("left", 11, 0, MARGIN, top + shown * pitch + 30, "MUTED",
    fit(footer(), 11, 0, RIGHT - MARGIN))
  finish(W, int(top + shown * pitch + 54))
}

# Both places of a task, when it came and when it finished, count among those that finish
# and that the figure shows.
function count_places(   i, k) {
  for (i = 1; i <= finishers; i++)
    if (finisher[i] <= shown)
      finisher[++k] = finisher[i]
  finishers = k + 0
  for (i = 1; i <= finishers; i++)
    place[finisher[i]] = i
  k = 0
  for (i = 1; i <= shown; i++)
    if (ended(i))
      came[i] = ++k
}

# --- the line under the title ---------------------------------------------------------

function verdict(   swapped, pairs, text) {
  swapped = inversions()
  pairs = finishers * (finishers - 1) / 2
  if (finishers == 0)
    text = "None of them finishes."
  else if (finishers == 1)
    text = "One task alone has nobody to overtake."
  else if (swapped == 0)
    text = "Yes: " (finishers < shown ? "the " finishers " that finish do so" : \
      (finishers == 2 ? "both" : "all " finishers) " finish") " in the order they came."
  else
    text = "No: " swapped " of " many(pairs, "pair") verb(swapped, " ends", " end") \
      " the other way round. as_completed shows it, map hides it."
  if (finishers < shown && finishers)
    text = text " " (shown - finishers) " of " shown " never " \
      verb(shown - finishers, "finishes", "finish") "."
  return text (hidden_note() == "" ? "" : " " hidden_note())
}

# Pairs that ended the other way round: how many earlier tasks each one overtook.
function inversions(   i, j, sum) {
  for (i = 1; i <= finishers; i++)
    for (j = 1; j < i; j++)
      sum += finisher[j] > finisher[i]
  return sum + 0
}

# --- columns --------------------------------------------------------------------------

# submitted | how long it ran | curve | finished | when | how far it moved
function place_columns(   i, ran_width, x) {
  for (i = 1; i <= shown; i++) {
    name[i] = fit(label[i], size, 1, 170)
    name_width = most(name_width, width(name[i], size, 1))
    if (ran[i])
      ran_width = most(ran_width, width(duration(stop(i) - start[i]), size))
    if (ended(i))
      when_width = most(when_width, width(when(i), size))
    else
      never_width = most(never_width, width(when(i), size))
    move_width = most(move_width, width(move(i), size))
  }
  # What has no move writes over both columns.
  when_width = most(when_width, never_width - move_width - (move_width ? 18 : 0))
  name_width = most(name_width, 62)
  XL = MARGIN + name_width + (ran_width ? ran_width + 14 : 0) + 14
  X_MOVE = RIGHT - move_width
  X_WHEN = X_MOVE - (move_width ? 18 : 0)
  XR = X_WHEN - when_width - 16 - name_width - 14
}

function when(i) {
  if (ended(i))
    return "at " duration(end[i])
  if (fate[i] == "cancelled")
    return end[i] == "" ? "cancelled" : "cancelled at " duration(end[i])
  if (fate[i] == "refused")
    return "refused"
  return fate[i] == "running" ? "still running" : "never started"
}

function move(i) {
  if (!ended(i))
    return ""
  if (place[i] == came[i])
    return "same"
  return place[i] < came[i] ? "up " came[i] - place[i] : "down " place[i] - came[i]
}

# Those that never finish come last on the right, in the order they were submitted.
function give_rows(   i, k) {
  k = finishers
  for (i = 1; i <= shown; i++)
    row[i] = ended(i) ? place[i] : ++k
}

# --- one task -------------------------------------------------------------------------

function task_curve(i, y1, y2,   colour, ink) {
  colour = move(i) ~ /^up/ ? "BLUE" : move(i) ~ /^down/ ? "ORANGE" : "GREY"
  ink = colour == "GREY" ? "MUTED" : "T_" colour
  if (ran[i])
    write("right", size, 0, XL - 14, y1, "MUTED", duration(stop(i) - start[i]))
  write("right", size, 1, MARGIN + name_width, y1, "INK", name[i])
  curve(ended(i) ? "curves" : "ghosts", XL, y1, XR, y2, colour)
  point("dots", XL, y1, "INK")
  if (ended(i))
    point("dots", XR, y2, colour)
  else if (crossed(i))
    cross(XR, y2, "INK")
  write("left", size, 1, XR + 14, y2, ink, name[i])
  write("right", size, 0, ended(i) ? X_WHEN : RIGHT, y2, ended(i) ? "INK" : "MUTED", when(i))
  write("left", size, 0, X_MOVE, y2, ink, move(i))
}

# An S between the two heights, as points of one line, and which line of the block.
function curve(block, x1, y1, x2, y2, colour,   k, t, steps) {
  steps = y1 == y2 ? 1 : 32
  drawn[block]++
  for (k = 0; k <= steps; k++) {
    t = k / steps
    put(block, sprintf("%.2f\t%.2f\t%s\t%d", x1 + (x2 - x1) * t,
      y1 + (y2 - y1) * t * t * (3 - 2 * t), colour, drawn[block]))
  }
  rows[block] = rows[block] "\n"
}

# What a reader hears who does not see the curves.
function describe(   i, k) {
  for (i = 1; i <= finishers && i <= 20; i++) {
    k = finisher[i]
    description = description " " ordinal(i) ": " label[k] ", submitted " ordinal(k) "."
  }
  for (i = 1; i <= shown && i <= 20; i++)
    if (!ended(i))
      description = description " " label[i] ": " when(i) "."
}
