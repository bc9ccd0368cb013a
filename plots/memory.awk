# SPDX-License-Identifier: MIT
# memory.awk - lays out "How much memory does a queued task take?" (after rows.awk).

END {
  count = gather("memory", found)
  if (!count)
    leave_out("the summary has no bench memory")
  p = panel("bytes for a task and its handle")
  for (i = 1; i <= count; i++)
    add_row(p, found[i])
  y = head("How much memory does a queued task take?", answer(), RIGHT)
  y = draw_panels(y, "median", "vs heddle", "bytes")
  close_figure(y, row_notes() " Measured on " thousands(of(found[1], "n")) " tasks that wait " \
    "behind a gate. Logarithmic, further left is better.")
}

function answer(   own, rival) {
  own = own_of(found, count)
  rival = rival_of(found, count)
  if (!own)
    return "heddle itself was not measured."
  return "heddle keeps " amount(of(own, "median"), "bytes") " for each" \
    (rival ? ", " shown(rival) " " amount(of(rival, "median"), "bytes") : "") "."
}
