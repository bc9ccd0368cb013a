# SPDX-License-Identifier: MIT
# overhead.awk - lays out "What does one empty task cost?" (after rows.awk).

END {
  with_handle = gather("submit", submit)
  if (!with_handle)
    leave_out("the summary has no bench submit")
  workers = chosen[2]
  settings = chosen[1]
  add_panel("with a handle, and the result collected", submit, with_handle)
  forgotten = gather_at("detached", settings, workers, detached)
  if (!forgotten)
    forgotten = gather("detached", detached)
  if (forgotten)
    add_panel("fire and forget, counted", detached, forgotten)
  y = head("What does one empty task cost?", answer(), RIGHT)
  y = draw_panels(y, "median", "vs heddle")
  close_figure(y, row_notes() (floors[1] ? " Dotted: what the machine itself takes. " : " ") \
    many(workers, "worker") "; logarithmic, further left is better.")
}

function add_panel(text, found, count,   p, i) {
  p = panel(text)
  for (i = 1; i <= count; i++)
    add_row(p, found[i])
  if (p == 1) {
    add_floor(p, median_of("limit_lock", "machine"), "lock and unlock, nobody else there")
    add_floor(p, median_of("limit_line", "machine"), "a cache line there and back")
  }
}

# heddle against the best of those that are submitted to from outside as well.
function answer(   own, rival, text) {
  own = own_of(submit, with_handle)
  rival = rival_of(submit, with_handle, 1)
  if (!own)
    return "heddle itself was not measured."
  text = "With " many(workers, "worker") " heddle takes " amount(of(own, "median"))
  if (rival)
    text = text "; " shown(rival) ", the quickest other one that is submitted to from " \
      "outside, takes " compared(of(rival, "ratio"))
  own = own_of(detached, forgotten)
  return text "." (own ? " Without a handle heddle takes " amount(of(own, "median")) "." : "")
}
