# SPDX-License-Identifier: MIT
# histograms.awk - asks the table of histograms (after results.awk).

function histogram(k, name) { return cell["histograms", k, name] }
function setting(k) { return histogram(k, "params") SUBSEP histogram(k, "workers") }

# The parameters and workers that a figure of this bench shows: what most rows have, two
# workers before others.  "" if there is no such bench.
function usual_setting(bench,   k, key, count, best) {
  for (k = 1; k <= size["histograms"]; k++)
    if (histogram(k, "bench") == bench)
      count[setting(k)] += histogram(k, "workers") == 2 ? 1000 : 1
  for (key in count)
    if (best == "" || count[key] > count[best] || count[key] == count[best] && key < best)
      best = key
  return best
}

function has_histograms() {
  for (k = 1; k <= size["histograms"]; k++)
    if (histogram(k, "bench") ~ /^roundtrip(_cold)?$/)
      return 1
  return 0
}
