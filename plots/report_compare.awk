# SPDX-License-Identifier: MIT
# report_compare.awk - what was compared with another version (after report_tables.awk).

function comparison_section(   k, count, part, word) {
  print "<section>\n<h2 id=\"comparison\">Did this change make anything slower?</h2>"
  for (k = 1; k <= size["compare"]; k++)
    count[cell["compare", k, "verdict"]]++
  split("slower faster same unclear", word, " ")
  for (k = 1; k <= 4; k++)
    part[k] = count[word[k]] + 0 " " word[k]
  print "<p class=\"lead\">" many(size["compare"], "row") ": " join(part, 4) ".</p>"
  comparison_table()
  header_list("compare", "summary")
  print "</section>"
}

function comparison_table(   k) {
  open_table("New over old: below 1, the new one takes less", "results")
  open_body("Bench|Parameters|#Workers|#New / old|#Interval|#Pairs|Verdict")
  for (k = 1; k <= size["compare"]; k++) {
    print "<tr><th scope=\"row\">" html(cell["compare", k, "bench"]) "</th><td>" \
      (said(cell["compare", k, "params"]) == "" ? DASH : html(cell["compare", k, "params"])) \
      "</td>"
    number_cell(cell["compare", k, "workers"])
    number_cell("<b>" thousandth(cell["compare", k, "ratio"]) "</b>")
    number_cell(thousandth(cell["compare", k, "lo"]) DASH thousandth(cell["compare", k, "hi"]))
    number_cell(cell["compare", k, "pairs"])
    print verdict_cell(cell["compare", k, "verdict"], said(cell["compare", k, "note"])) "</tr>"
  }
  close_table()
}

function thousandth(x) { return x == "" ? DASH : sprintf("%.3f", x) }

function verdict_cell(word, remark) {
  return "<td><b class=\"" (word == "faster" ? "ahead" : word == "slower" ? "behind" : "open") \
    "\">" html(word) "</b>" (remark == "" ? "" : " <small>" html(remark) "</small>") "</td>"
}
