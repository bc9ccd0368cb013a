# SPDX-License-Identifier: MIT
# report_tables.awk - the tables of the page (after report_rank.awk).

# Every table stands in a box of its own, which scrolls where it is wider than the page; who
# has no mouse can reach it.  Returns with the table open.
function open_table(caption, kind_of,   id) {
  id = anchor("table-" ++tables)
  printf "<div class=\"scroll\" role=\"group\" aria-labelledby=\"%s\" tabindex=\"0\">\n", id
  printf "<table class=\"%s\">\n<caption id=\"%s\"><span>%s</span></caption>\n<thead><tr>",
    kind_of, id, caption
}

function column_head(words) {
  printf "<th scope=\"col\"%s>%s</th>", words ~ /^#/ ? " class=\"num\"" : "",
    substr(words, words ~ /^#/ ? 2 : 1)
}

# heads: names of columns with | between; a # before one says that numbers stand there.
function open_body(heads,   i, count, words) {
  count = split(heads, words, "|")
  for (i = 1; i <= count; i++)
    column_head(words[i])
  print "</tr></thead>\n<tbody>"
}

function close_table() { print "</tbody>\n</table>\n</div>" }

function number_cell(words) { printf "<td class=\"num\">%s</td>", words }

# --- one cell: who took how long ----------------------------------------------------

function cell_title(c,   words) {
  words = "<code>" html(cell_bench[c]) "</code>"
  if (said(cell_params[c]) != "")
    words = words ", " html(cell_params[c])
  return words ", " many(cell_workers[c], "worker")
}

# The unit of the fastest serves them all, so that the column can be compared.
function cell_table(c,   i, k, divide) {
  k = cell_row[c, 1]
  divide = ok(k) ? divisor(of(k, "median"), of(k, "unit")) : 1
  open_table(cell_title(c) ": " html(unit_shown(divide, of(k, "unit"))) \
    (cell_bench[c] == "metg" ? " per task" : " per operation"), "results")
  open_body("Implementation|#Median|#" LEVEL " interval|#Spread|#Least|#" TIMES " heddle" \
    "|#" LEVEL " interval|#Samples|Status")
  for (i = 1; i <= cell_rows[c]; i++) {
    k = cell_row[c, i]
    print "<tr" (is_ours(k) ? " class=\"own\"" : "") "><th scope=\"row\">" html(shown(k)) \
      part_in_words(k) "</th>"
    if (ok(k))
      measured_cells(k, divide)
    else
      print left_out_cell(k, 8)
    print "</tr>"
  }
  close_table()
}

function part_in_words(k) {
  return of(k, "takes_part") == "caller" ? " <small>caller takes part</small>" : ""
}

function measured_cells(k, divide) {
  number_cell("<b>" digits(of(k, "median") / divide) "</b>")
  number_cell(divided_range(k, divide))
  number_cell(spread(k))
  number_cell(of(k, "min") == "" ? DASH : digits(of(k, "min") / divide))
  number_cell(times_heddle(of(k, "ratio")))
  number_cell(of(k, "impl") == "heddle" ? DASH : times_range(k))
  number_cell(of(k, "samples") == "" ? DASH : of(k, "samples"))
  print "<td>" remarks(k) "</td>"
}

function divided_range(k, divide) {
  return of(k, "lo") == "" || of(k, "hi") == "" ? DASH \
    : range(of(k, "lo") / divide, of(k, "hi") / divide)
}

function remarks(k,   words, wanted) {
  words = "ok"
  if (of(k, "outliers") > 0)
    words = words ", " many(of(k, "outliers"), "outlier")
  wanted = parameter(of(k, "params"), "n")
  if (wanted != "" && of(k, "n") != "" && wanted != of(k, "n"))
    words = words ", with n=" thousands(of(k, "n"))
  return words (said(of(k, "note")) == "" ? "" : ", " html(of(k, "note")))
}

function left_out_cell(k, columns_wide) {
  return "<td colspan=\"" columns_wide "\" class=\"out\"><b class=\"tag\">" \
    of(k, "status") "</b> " reason(k) "</td>"
}

function reason(k) {
  return said(of(k, "note")) == "" ? "no reason was given" : html(of(k, "note"))
}

# --- one question -------------------------------------------------------------------

function topic_title(name) { return html(name in question ? question[name] : name) }

function topic_section(name) {
  print "<section class=\"topic\">"
  print "<h3 id=\"" topic_anchor[name] "\">" topic_title(name) "</h3>"
  floor_line(name)
  cell_table(main[name])
  other_tables(name)
  print "</section>"
}

function of_workers(list, count) {
  return join(list, count) (count == 1 && list[1] == 1 ? " worker" : " workers")
}

function other_tables(name,   c, k, number_of, same) {
  same = 1
  for (c = 1; c <= cells; c++)
    if (cell_bench[c] == name && c != main[name]) {
      number_of[++k] = cell_workers[c]
      same = same && cell_params[c] == cell_params[main[name]]
    }
  if (!k)
    return
  print "<details>\n<summary>" many(k, "more table") \
    (same ? ": " of_workers(number_of, k) : "") "</summary>"
  for (c = 1; c <= cells; c++)
    if (cell_bench[c] == name && c != main[name])
      cell_table(c)
  print "</details>"
}

# What the machine takes for a thing that the question cannot do without.
function floor_line(name,   k) {
  if (!(name in floor_of) || !(floor_of[name] in main))
    return
  k = cell_row[main[floor_of[name]], 1]
  if (ok(k))
    print "<p class=\"muted\">The machine\342\200\231s own limit here, " \
      with_unit(of(k, "median"), of(k, "unit")) ": " topic_title(floor_of[name]) "</p>"
}

function limits_table(   i, k) {
  open_table("What this machine can do at best, measured in the same run", "results")
  open_body("Limit|#Median|#" LEVEL " interval|#Spread|#Samples")
  for (i = 1; i <= limits; i++) {
    k = cell_row[main[limit[i]], 1]
    print "<tr><th scope=\"row\">" topic_title(limit[i]) "</th>"
    if (ok(k)) {
      number_cell("<b>" with_unit(of(k, "median"), of(k, "unit")) "</b>")
      number_cell(divided_range(k, divisor(of(k, "median"), of(k, "unit"))))
      number_cell(spread(k))
      number_cell(of(k, "samples"))
    } else {
      print left_out_cell(k, 4)
    }
    print "</tr>"
  }
  close_table()
}
