# SPDX-License-Identifier: MIT
# summary.awk - asks the summary of a benchmark run (after results.awk).

function of(k, name) { return cell["summary", k, name] }

# A parameter's number: parameter("n=100 rounds=5", "rounds") is 5; "" where it is not.
function parameter(params, name,   i, count, part) {
  count = split(params, part, " ")
  for (i = 1; i <= count; i++)
    if (index(part[i], name "=") == 1)
      return substr(part[i], length(name) + 2) + 0
  return ""
}

# The rows of one bench into found[1..], for one setting of parameters and workers: that
# which most implementations have, then two workers, then the one nearest to n = 300,000.
# A variant, BENCH@NAME, belongs to its bench; serial code has no workers to agree on.
function gather(bench, found,   k, key, keys, best, count, name) {
  for (k = 1; k <= size["summary"]; k++) {
    if (base(of(k, "bench")) != bench || of(k, "takes_part") == "serial")
      continue
    key = of(k, "params") SUBSEP of(k, "workers")
    if (!(key in count))
      keys[++name] = key
    count[key] += of(k, "status") == "ok" ? 1 : 0.5
    worth[key] = count[key] * 1000 + 100 * (of(k, "workers") == 2) - distance(of(k, "params"))
  }
  for (k = 1; k <= name; k++)
    if (best == "" || worth[keys[k]] > worth[best])
      best = keys[k]
  split(best, chosen, SUBSEP) # parameters, workers
  return name ? gather_at(bench, chosen[1], chosen[2], found) : 0
}

function distance(params,   n) {
  n = parameter(params, "n")
  return n > 0 ? abs(log(n / 300000)) : 0
}

# Serial code may have been measured with any number of workers; one row of it is enough.
function gather_at(bench, params, workers, found,   k, count, who, seen) {
  for (k = 1; k <= size["summary"]; k++) {
    who = of(k, "bench") SUBSEP of(k, "impl")
    if (base(of(k, "bench")) == bench && of(k, "params") == params && !(who in seen) &&
        (of(k, "workers") == workers || of(k, "takes_part") == "serial")) {
      seen[who] = 1
      found[++count] = k
    }
  }
  return count + 0
}

function base(bench) { sub(/@.*/, "", bench); return bench }

# The median of one implementation, where it was measured; otherwise "".
function median_of(bench, impl, params, workers,   k) {
  for (k = 1; k <= size["summary"]; k++)
    if (of(k, "bench") == bench && of(k, "impl") == impl && of(k, "status") == "ok" &&
        (params == "" || of(k, "params") == params) &&
        (workers == "" || of(k, "workers") == workers))
      return of(k, "median")
  return ""
}

# heddle's row among those found, and the quickest other one, outside's if outside is set.
function own_of(found, count,   i) {
  for (i = 1; i <= count; i++)
    if (of(found[i], "impl") == "heddle" && of(found[i], "bench") !~ /@/ &&
        of(found[i], "status") == "ok")
      return found[i]
  return 0
}

function rival_of(found, count, outside,   i, k, out) {
  for (i = 1; i <= count; i++) {
    k = found[i]
    if (of(k, "status") == "ok" && of(k, "impl") !~ /^heddle/ &&
        of(k, "takes_part") != "serial" &&
        (!outside || of(k, "takes_part") == "outside") &&
        (!out || of(k, "median") < of(out, "median")))
      out = k
  }
  return out + 0
}
