# SPDX-License-Identifier: MIT
# waiting.awk - lays out "What does it cost to wait for many?" (after rows.awk).

END {
  add("wait_all", "wait for all of them")
  add("wait_first", "wait for the first")
  add("wait_failure", "wait for the first failure")
  add("as_completed", "take them as they complete")
  add("promise_all", "make them one: all of them")
  add("callbacks", "have each call back")
  add("cancel", "cancel them while they are pending")
  if (!panels)
    leave_out("the summary has none of the benches wait_all, wait_first, wait_failure, " \
      "as_completed, promise_all, callbacks, cancel")
  y = head("What does it cost to wait for many?", answer, RIGHT)
  y = draw_panels(y, "per task", "vs heddle")
  close_figure(y, row_notes() " The time is that of submitting as well, but for cancel. " \
    many(workers, "worker") "; logarithmic, further left is better.")
}

function add(bench, text,   found, count, i, p, own, k) {
  count = gather(bench, found)
  if (!count)
    return
  workers = chosen[2]
  p = panel(text)
  for (i = 1; i <= count; i++)
    add_row(p, found[i])
  own = own_of(found, count)
  if (!own)
    return
  low = least(low, of(own, "median"))
  high = most(high, of(own, "median"))
  answer = (low == high ? amount(low) : "Between " amount(low) " and " amount(high)) \
    " for each task, with heddle."
}
