# SPDX-License-Identifier: MIT
# report_about.awk - what was left out, the machine, the method, the data.

# --- left out -----------------------------------------------------------------------

function left_out_section() {
  print "<section>\n<h2 id=\"left-out\">Left out</h2>"
  collect_left_out()
  if (excused)
    left_out_table()
  else
    print "<p>Nothing: every implementation answered every question that it was asked.</p>"
  if (left_out["skip"])
    print "<p class=\"muted\">What is not installed can be had with " \
      "<code>make setup-peers</code>.</p>"
  print "</section>"
}

# One line for each implementation and reason, with the benches that it concerns.
function collect_left_out(   k, key, number_of, named) {
  for (k = 1; k <= size["summary"]; k++) {
    if (ok(k))
      continue
    key = of(k, "impl") "\t" of(k, "status") "\t" of(k, "note")
    if (!(key in number_of)) {
      number_of[key] = ++excused
      excused_row[excused] = k
    }
    excused_times[number_of[key]]++
    if (!((key, of(k, "bench")) in named)) {
      named[key, of(k, "bench")] = 1
      excused_from[number_of[key]] = excused_from[number_of[key]] \
        (excused_from[number_of[key]] == "" ? "" : ", ") of(k, "bench")
    }
  }
}

function left_out_table(   i, k) {
  open_table("Rows without a measurement, and why", "words")
  open_body("Implementation|Status|Why, or what to install|Benches|#Rows")
  for (i = 1; i <= excused; i++) {
    k = excused_row[i]
    print "<tr><th scope=\"row\">" html(shown(k)) "</th><td><b class=\"tag\">" of(k, "status") \
      "</b></td><td>" reason(k) "</td><td>" html(excused_from[i]) "</td>"
    number_cell(excused_times[i])
    print "</tr>"
  }
  close_table()
}

# --- machine and method -------------------------------------------------------------

function machine_section() {
  print "<section>\n<h2 id=\"machine\">Machine and method</h2>"
  header_list("summary", "")
  if (peers) {
    print "<h3>Peers</h3>"
    peers_table()
  }
  method()
  print "</section>"
}

# The header lines of a table; of those that stand in another table too, only what differs.
function header_list(table_name, except,   k, key) {
  print "<dl class=\"header\">"
  for (k = 1; k <= header_keys[table_name]; k++) {
    key = header_key[table_name, k]
    if (except == "" || said_of[except, key] != said_of[table_name, key])
      print "<div><dt>" label(key) "</dt><dd>" html(said_of[table_name, key]) "</dd></div>"
  }
  print "</dl>"
}

function label(key) {
  if (key ~ /^(cpu|cpus_allowed)$/)
    return key == "cpu" ? "CPU" : "CPUs allowed"
  if (key == "libc")
    return "C library"
  gsub(/_/, " ", key)
  return html(toupper(substr(key, 1, 1)) substr(key, 2))
}

function peers_table(   k, measured) {
  for (k = 1; k <= size["summary"]; k++)
    measured[of(k, "impl")] += ok(k)
  open_table("The peers that were looked for", "words")
  open_body("Implementation|Version|Takes part|#Rows measured")
  for (k = 1; k <= peers; k++) {
    print "<tr><th scope=\"row\">" html(spelled(peer[k])) "</th><td>" \
      (said(peer_version[k]) == "" ? DASH : html(peer_version[k])) "</td><td>" \
      part_in_full(peer_part[k]) "</td>"
    number_cell(measured[peer[k]] + 0)
    print "</tr>"
  }
  close_table()
}

function part_in_full(word) {
  return word == "outside" ? "submitted to from outside" : word == "caller" \
    ? "the submitting thread takes part" : word == "serial" ? "one thread, a plain loop" \
    : html(word)
}

function method() {
  print "<h3>How it was measured</h3>"
  print "<p>A sample is the time of many operations, divided by their number; an untimed " \
    "warm-up of the same work comes before it, and every bench checks its own answer. Each " \
    "implementation has a process of its own, with the same number of workers, the same work " \
    "and the same condition for being done; starting a pool is a question of its own and no " \
    "part of the others. The order is random in every round.</p>"
  print "<p>The median is shown with a " LEVEL " interval of order statistics, which holds for " \
    "any shape of noise. The spread is the distance between the quartiles as a share of the " \
    "median. Outliers are counted by Tukey\342\200\231s rule and never dropped; the least value " \
    "is shown and never ranked by. The ratio to heddle is the median over the rounds of the " \
    "two times in the same round, with its interval: above 1 heddle takes less. Where that " \
    "interval holds 1, the two are not told apart.</p>"
  print "<p>The noise is that of a fixed piece of computing, done again and again during the " \
    "run: its spread is the distance between the fast tenth and the slow tenth, as a share " \
    "of the median.</p>"
}

# --- data ---------------------------------------------------------------------------

function data_section(   k, kind_of) {
  print "<section>\n<h2 id=\"data\">Data</h2>\n<p>The tables behind this page, with tabs " \
    "between the columns:</p>\n<ul class=\"files\">"
  for (k = 1; k <= downloads; k++) {
    kind_of = download[k] ~ /\.gz$/ ? "application/gzip" : "text/tab-separated-values"
    printf "<li><a download=\"%s\" href=\"data:%s;base64,", download[k], kind_of
    print_file(download[k] ".b64", "")
    printf "\">%s</a> <small>%s%s</small></li>\n", download[k], bytes(download_size[k]),
      download[k] ~ /\.gz$/ ? ", compressed" : ""
  }
  print "</ul>\n</section>"
}

# A file as it is, each line with an end; the last one too, if end says so.
function print_file(name, end,   line) {
  while ((getline line < name) > 0)
    printf "%s%s", line, end
  close(name)
}
