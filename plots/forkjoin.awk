# SPDX-License-Identifier: MIT
# forkjoin.awk - lays out "What does it cost to fork and join?" (after rows.awk).

END {
  count = gather("forkjoin", found)
  if (!count)
    leave_out("the summary has no bench forkjoin")
  workers = chosen[2]
  p = panel("fib without a cut-off, for each task")
  for (i = 1; i <= count; i++)
    add_row(p, found[i])
  y = head("What does it cost to fork and join?", answer(), RIGHT)
  y = draw_panels(y, "median", "vs heddle")
  close_figure(y, row_notes() " Every call is a task that waits for its own two. " \
    many(workers, "worker") "; logarithmic, further left is better.")
}

function answer(   own, rival, plain, i) {
  own = own_of(found, count)
  rival = rival_of(found, count)
  for (i = 1; i <= count; i++)
    if (of(found[i], "takes_part") == "serial" && of(found[i], "status") == "ok")
      plain = found[i]
  if (!own)
    return "heddle itself was not measured."
  return "A task within a task costs heddle " amount(of(own, "median")) \
    (plain ? ", a plain call " amount(of(plain, "median")) : "") \
    (rival ? "; " shown(rival) " takes " compared(of(rival, "ratio")) : "") "."
}
