# SPDX-License-Identifier: MIT
# starting.awk - lays out "What do threads and pools cost?" (after rows.awk).

END {
  threads = add("thread", "start a thread and join it")
  add_floor(threads, threads ? median_of("limit_thread", "machine") : "", "the system's own")
  pools = add("pool", "start a pool, use every worker once, shut it down")
  if (!panels)
    leave_out("the summary has neither the bench thread nor pool")
  y = head("What do threads and pools cost?", answer, RIGHT)
  y = draw_panels(y, "median", "vs heddle")
  if (pools)
    of_pools = " The pools have " many(pool_workers, "worker") "."
  close_figure(y, row_notes() of_pools " Logarithmic, further left is better.")
}

function add(bench, text,   found, count, i, p, own) {
  count = gather(bench, found)
  if (!count)
    return 0
  if (bench == "pool")
    pool_workers = chosen[2]
  p = panel(text)
  for (i = 1; i <= count; i++)
    add_row(p, found[i])
  own = own_of(found, count)
  if (own)
    answer = answer (answer == "" ? "" : " ") (bench == "thread" ? "A thread of heddle costs " \
      amount(of(own, "median")) "." : "A pool of " many(pool_workers, "worker") " costs " \
      amount(of(own, "median")) ", from its start to its end.")
  return p
}
