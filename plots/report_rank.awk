# SPDX-License-Identifier: MIT
# report_rank.awk - which rows belong together, and who was best (after report_words.awk).
#
# A cell is what was measured side by side: one bench with the same parameters and workers.
# topic[1..topics] are the benches in the order of the questions; the main cell of each is
# the one that the figures show, too.

BEGIN {
  needed["summary"] = needed["summary"] " outliers ratio_lo ratio_hi"
  is_number["outliers"] = is_number["ratio_lo"] = is_number["ratio_hi"] = 1
}

END {
  if (!size["summary"]) {
    TABLE = "summary"
    die("has no rows in it; make bench measures some")
  }
  for (k = 1; k <= questions; k++)
    if (measured_at_all(asked[k]))
      add_topic(asked[k])
  for (k = 1; k <= size["summary"]; k++) {
    add_topic(base(of(k, "bench")))
    add_cell(k)
  }
  for (k = 1; k <= cells; k++)
    fill_cell(k)
}

function measured_at_all(bench,   k) {
  for (k = 1; k <= size["summary"]; k++)
    if (base(of(k, "bench")) == bench)
      return 1
  return 0
}

# Physical limits are asked of the machine, and stand apart.
function add_topic(name,   found) {
  if (name in main_params)
    return
  if (gather(name, found)) {
    main_params[name] = chosen[1]
    main_workers[name] = chosen[2]
  } else {
    main_params[name] = main_workers[name] = ""
  }
  if (name ~ /^limit_/) {
    limit[++limits] = name
    return
  }
  topic[++topics] = name
  topic_anchor[name] = anchor("q-" name)
}

# Serial code belongs to the cells of the others, if there are any.
function add_cell(k,   name) {
  name = base(of(k, "bench"))
  if (((name, of(k, "params"), of(k, "workers")) in cell_number) ||
      of(k, "takes_part") == "serial" && main_workers[name] != "")
    return
  cell_bench[++cells] = name
  cell_params[cells] = of(k, "params")
  cell_workers[cells] = of(k, "workers")
  cell_number[name, of(k, "params"), of(k, "workers")] = cells
  if (!(name in main) || of(k, "params") == main_params[name] &&
      of(k, "workers") == main_workers[name])
    main[name] = cells
}

# The rows of a cell, the fastest first, and what was not measured last.
function fill_cell(c,   found, count, i, k, row) {
  count = gather_at(cell_bench[c], cell_params[c], cell_workers[c], found)
  for (i = 1; i <= count; i++) {
    row = found[i]
    for (k = i - 1; k >= 1 && before(row, cell_row[c, k]); k--)
      cell_row[c, k + 1] = cell_row[c, k]
    cell_row[c, k + 1] = row
    if (of(row, "impl") == "heddle" && of(row, "bench") !~ /@/)
      own[c] = row
  }
  cell_rows[c] = count
}

function before(a, b) {
  if (ok(a) != ok(b))
    return ok(a)
  return ok(a) ? of(a, "median") < of(b, "median") : of(a, "status") > of(b, "status")
}

function ok(k) { return of(k, "status") == "ok" }

# heddle itself, and its further ways to do the same.
function is_ours(k) { return of(k, "impl") ~ /^heddle( |$)/ }

# The best peer of a cell, or 0; part: only those that take part in this way.
function best_peer(c, part,   i, k) {
  for (i = 1; i <= cell_rows[c]; i++) {
    k = cell_row[c, i]
    if (ok(k) && !is_ours(k) && of(k, "takes_part") ~ /^(outside|caller)$/ &&
        of(k, "ratio") != "" && (part == "" || of(k, "takes_part") == part))
      return k
  }
  return 0
}

# The row of heddle and the best peer's, if both were measured there: otherwise 0.
function duel(c) { return (c in own) && ok(own[c]) ? best_peer(c, "") : 0 }

# What the ratio of a peer to heddle can carry: its whole interval lies on one side, or not.
function outcome(k) {
  if (of(k, "ratio_lo") == "" || of(k, "ratio_hi") == "")
    return "open"
  return of(k, "ratio_lo") > 1 ? "ahead" : of(k, "ratio_hi") < 1 ? "behind" : "open"
}
