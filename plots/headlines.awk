# SPDX-License-Identifier: MIT
# headlines.awk - lays out "The tutorials' runs: heddle and Python" (after rows.awk).

END {
  add("sleepers", "ten tasks that sleep, on five workers")
  add("http", "pages from a server on this machine")
  add("ping", "pings to a server on this machine")
  if (!panels)
    leave_out("the summary has none of the benches sleepers, http, ping")
  y = head("The tutorials' runs: heddle and Python", answer == "" ? "Only one of the two was " \
    "measured." : answer ".", RIGHT)
  y = draw_panels(y, "median", "vs heddle")
  close_figure(y, row_notes() " Logarithmic, further left is better. Where tasks sleep, no " \
    "one can be quicker than the sleep.")
}

function add(bench, text,   found, count, i, p, own, rival) {
  count = gather(bench, found)
  if (!count)
    return
  p = panel(text)
  for (i = 1; i <= count; i++)
    add_row(p, found[i])
  own = own_of(found, count)
  rival = rival_of(found, count)
  if (own && rival && of(rival, "ratio") != "")
    answer = answer (answer == "" ? shown(rival) " takes " : ", ") \
      figures(of(rival, "ratio")) " times as long (" bench ")"
}
