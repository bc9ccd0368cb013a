# SPDX-License-Identifier: MIT
# maps.awk - lays out "How near does map come to the ideal?" (after rows.awk).
#
# The ideal is the time of a plain loop, divided by the CPUs that the workers can use.

END {
  split("map_tiny map_small map_skewed", bench, " ")
  said["map_tiny"] = "tiny items"
  said["map_small"] = "small items"
  said["map_skewed"] = "skewed items: the last tenth is the most work"
  for (b = 1; b <= 3; b++)
    add_map(bench[b])
  if (!panels)
    leave_out("the summary has no bench map_tiny, map_small or map_skewed beside one of a " \
      "plain loop (serial)")
  y = head("How near does map come to the ideal?", answer == "" ? "heddle itself was not " \
    "measured." : answer ".", RIGHT)
  y = draw_panels(y, "per item", "vs ideal", "times")
  close_figure(y, row_notes() " Ideal: the time of a plain loop, divided by " \
    least(workers, cpus) ". " many(workers, "worker") "; logarithmic, further left is better.")
}

function add_map(name,   found, count, i, k, ideal, p, own) {
  count = gather(name, found)
  for (i = 1; i <= count; i++)
    if (of(found[i], "takes_part") == "serial" && of(found[i], "status") == "ok")
      ideal = of(found[i], "median") / least(chosen[2], cpus)
  if (!ideal)
    return
  workers = chosen[2]
  p = panel(said[name] ", " amount(ideal) " each at best")
  for (i = 1; i <= count; i++) {
    k = found[i]
    if (of(k, "takes_part") != "serial")
      add_row(p, k, 1 / ideal, of(k, "median") == "" ? "-" : over(of(k, "median") / ideal))
  }
  own = own_of(found, count)
  if (own)
    answer = answer (answer == "" ? "heddle's map against the ideal: " : ", ") \
      over(of(own, "median") / ideal) " (" (name == "map_skewed" ? "skewed" : \
      name == "map_tiny" ? "tiny" : "small") ")"
}

# "+1.5 %" over the ideal, or "12×".
function over(ratio) {
  return ratio >= 1.995 ? times(ratio) : sprintf("%s%.1f %%", ratio < 1 ? "−" : "+",
    100 * abs(ratio - 1))
}
