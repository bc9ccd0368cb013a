# SPDX-License-Identifier: MIT
# choice.awk - whom a figure of lines shows when there are too many for one (after summary.awk).
#
# The figure has met everybody[1..known_count] (met[IMPL]), and sets MOST_LINES.  choose() fills
# on_show[IMPL], by the medians that the figure's read_curve(bench, impl) finds.

function choose(   i, count, name) {
  for (i = 1; i <= known_count && known_count <= MOST_LINES; i++)
    pick(everybody[i])
  pick("heddle")
  for (i = 1; i <= 2; i++) {
    pick(quickest(i == 1 ? "roundtrip" : "roundtrip_cold", "outside"))
    pick(quickest(i == 1 ? "roundtrip" : "roundtrip_cold", "caller"))
  }
  count = split("libuv glib python tbb pthread asio", name, " ")
  for (i = 1; i <= count; i++)
    pick(name[i])
}

function pick(impl) {
  if (impl in met && !(impl in on_show) && picked < MOST_LINES) {
    on_show[impl] = 1
    picked++
  }
}

# The peer with the lowest median among those that get their tasks in this way.
function quickest(bench, part,   i, k, impl, best, least_median) {
  for (k = 1; k <= size["summary"]; k++)
    if (base(of(k, "bench")) == bench)
      part_of[of(k, "impl")] = of(k, "takes_part")
  for (i = 1; i <= impls[bench]; i++) {
    impl = impl_of[bench, i]
    if (part_of[impl] != part || impl ~ /^heddle/)
      continue
    read_curve(bench, impl)
    if (best == "" || median < least_median) {
      best = impl
      least_median = median
    }
  }
  return best
}

function left_out(   i, text) {
  for (i = 1; i <= known_count; i++)
    if (!(everybody[i] in on_show))
      text = listed(text, spelled(everybody[i]))
  return text == "" ? "" : "Left out for room, but in the report's table: " text ". "
}
