# SPDX-License-Identifier: MIT
# report_top.awk - what a reader sees first: what was measured, and how heddle compares.
#
# Every sentence is computed from the data, and says no more than the intervals carry.

function page_head() {
  print "<header>\n<p class=\"kicker\">heddle, a benchmark report</p>\n" \
    "<h1>What does waiting for work cost?</h1>\n<p>What it takes to hand work to other " \
    "threads and to get the results back, with heddle and with others that can do it, " \
    "measured side by side on one machine.</p>\n</header>"
}

function in_short(   k, c) {
  for (k = 1; k <= topics; k++) {
    c = main[topic[k]]
    if (duel(c)) {
      duels++
      tally[outcome(duel(c))]++
    }
  }
  print "<section>\n<h2 id=\"in-short\">In short</h2>\n<p class=\"lead\">" lead() "</p>"
  if (said_of["noise", "grade"] == "noisy")
    print "<p>The machine was noisy meanwhile: what differs by less than its spread may be " \
      "the machine\342\200\231s doing.</p>"
  facts()
  if (duels)
    duel_table()
  print "</section>"
}

function lead(   part, k) {
  if (!duels)
    return "Nothing was measured here by both heddle and a peer, so nothing is compared."
  k = add_side(part, k, "ahead of", tally["ahead"])
  k = add_side(part, k, "behind", tally["behind"])
  k = add_side(part, k, "not to be told apart from", tally["open"])
  return "Of " many(duels, "question") " that heddle and at least one peer answered, " \
    "heddle is " join(part, k) "."
}

# The first part names the peer, the others call it "it".
function add_side(part, k, words, times_so) {
  if (!times_so)
    return k + 0
  part[k + 1] = words (k ? " it in " : " the best peer in ") times_so
  return k + 1
}

# --- four facts: when, where, how quiet, and what is missing ------------------------

function facts() {
  count_left_out()
  print "<dl class=\"facts\">"
  fact("Measured", about_run("date") == "" ? "at an unknown time" \
    : date_in_words(said_of["summary", "date"]), run_in_words())
  fact("Machine", machine_in_words(), system_in_words())
  fact("Noise", html(said_of["noise", "grade"] == "" ? "unknown" : said_of["noise", "grade"]),
    said(said_of["noise", "spread"]) == "" ? "" : "spread " html(said_of["noise", "spread"]))
  fact("Left out", left_out_words(), "<a href=\"#left-out\">What, and why</a>")
  print "</dl>"
}

function fact(name, words, remark) {
  print "<div><dt>" name "</dt><dd>" words \
    (remark == "" ? "" : " <small>" remark "</small>") "</dd></div>"
}

function run_in_words(   part) {
  part[1] = size["noise"] ? minutes(cell["noise", size["noise"], "t_s"]) : ""
  part[2] = many(size["summary"], "row")
  part[3] = about_run("commit") == "" ? "" : "commit " about_run("commit")
  return dotted(part, 3)
}

function machine_in_words(   part) {
  part[1] = about_run("cpu")
  part[2] = about_run("cpus_allowed") == "" ? "" : many(cpus, "CPU")
  return part[1] == "" && part[2] == "" ? "unknown" : dotted(part, 2)
}

function system_in_words(   part) {
  part[1] = about_run("kernel")
  part[2] = about_run("compiler")
  return dotted(part, 2)
}

function left_out_words(   part, k) {
  if (absent)
    part[++k] = absent " skipped"
  if (left_out["slow"])
    part[++k] = many(left_out["slow"], "row") " too slow"
  if (left_out["fail"])
    part[++k] = many(left_out["fail"], "row") " failed"
  return k ? join(part, k) : "nothing"
}

function count_left_out(   k, seen) {
  for (k = 1; k <= size["summary"]; k++) {
    if (ok(k))
      continue
    left_out[of(k, "status")]++
    if (of(k, "status") == "skip" && !(of(k, "impl") in seen)) {
      seen[of(k, "impl")] = 1
      absent++
    }
  }
}

# --- heddle and the best peer -------------------------------------------------------

# Where the best peer is one whose submitting thread takes part, the best of those that are
# submitted to from outside, as heddle is, has a line of its own.
function duel_table(   i, c, best, outside) {
  open_table("heddle and the best peer: the median of each, and the ratio of peer to heddle " \
    "with its " LEVEL " interval. Above 1, heddle takes less.", "duels")
  open_body("Question|#heddle|Best peer|#Ratio|heddle is")
  for (i = 1; i <= topics; i++) {
    c = main[topic[i]]
    best = duel(c)
    if (!best)
      continue
    outside = of(best, "takes_part") == "outside" || of(own[c], "takes_part") != "outside" \
      ? 0 : best_peer(c, "outside")
    print "<tr><th scope=\"" (outside ? "rowgroup\" rowspan=\"2" : "row") "\"><a href=\"#" \
      topic_anchor[topic[i]] "\">" topic_title(topic[i]) "</a></th>"
    print "<td class=\"num own-time\"" (outside ? " rowspan=\"2\"" : "") ">" \
      with_unit(of(own[c], "median"), of(own[c], "unit")) "</td>"
    duel_cells(best)
    if (outside) {
      print "<tr>"
      duel_cells(outside)
    }
  }
  close_table()
}

function duel_cells(k,   how) {
  how = outcome(k)
  print "<td class=\"peer\">" html(shown(k)) " <small>" \
    with_unit(of(k, "median"), of(k, "unit")) \
    (of(k, "takes_part") == "caller" ? ", caller takes part" : "") "</small></td>\n" \
    "<td class=\"num ratio\"><b class=\"" how "\">" times_heddle(of(k, "ratio")) "</b> <small>" \
    times_range(k) "</small></td>"
  print "<td class=\"outcome " how "\">" \
    (how == "open" ? "not settled" : how) "</td></tr>"
}
