# SPDX-License-Identifier: MIT
# report.awk - puts the page together (after the other report_*.awk files).
#
# Runs in a folder that holds style.css, the figures as NAME.svg and NAME.b64, and the files
# to save as NAME.b64.

END {
  LEVEL = "95" SPACE "%"
  if (match(said_of["summary", "interval"], /[0-9]+ ?%/))
    LEVEL = substr(said_of["summary", "interval"], RSTART) + 0 SPACE "%"
  open_page()
  page_head()
  contents()
  print "<main>"
  in_short()
  if (size["compare"])
    comparison_section()
  figures_section()
  questions_section()
  left_out_section()
  machine_section()
  data_section()
  print "</main>\n</body>\n</html>"
}

function open_page() {
  print "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" \
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" \
    "<meta name=\"color-scheme\" content=\"light dark\">\n" \
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; " \
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n" \
    "<title>heddle: what does waiting for work cost?</title>\n" \
    "<link rel=\"icon\" href=\"data:,\">\n<style>"
  print_file("style.css", "\n")
  print "</style>\n</head>\n<body>"
}

function contents(   k) {
  print "<nav aria-label=\"Contents\">\n<ul>\n<li><a href=\"#in-short\">In short</a></li>"
  if (size["compare"])
    print "<li><a href=\"#comparison\">Comparison</a></li>"
  print "<li><a href=\"#figures\">Figures</a></li>"
  print "<li><a href=\"#questions\">Questions</a>\n<ul>"
  for (k = 1; k <= topics; k++)
    print "<li><a href=\"#" topic_anchor[topic[k]] "\">" topic_title(topic[k]) "</a></li>"
  print "</ul></li>\n<li><a href=\"#left-out\">Left out</a></li>\n" \
    "<li><a href=\"#machine\">Machine and method</a></li>\n" \
    "<li><a href=\"#data\">Data</a></li>\n</ul>\n</nav>"
}

# --- figures ------------------------------------------------------------------------

function figures_section(   k) {
  print "<section>\n<h2 id=\"figures\">Figures</h2>"
  if (!drawings)
    print "<p>None were drawn. <code>make plots</code> draws them, with gnuplot.</p>"
  for (k = 1; k <= drawings; k++)
    one_figure(k)
  print "</section>"
}

# A figure shrinks with the page as far as its smallest letters stay legible, and then
# scrolls in its box.
function one_figure(k,   name, i, count, svg, heading, wide, least_size) {
  name = drawing[k]
  count = read_drawing(name ".svg", svg)
  least_size = 99
  for (i = 1; i <= count; i++) {
    if (heading == "" && svg[i] ~ /^<title/)
      heading = inner(svg[i])
    if (wide == "" && match(svg[i], /^width="[0-9]+"/))
      wide = substr(svg[i], 8, RLENGTH - 8)
    if (match(svg[i], /font-size="[0-9.]+"/))
      least_size = least(least_size, substr(svg[i], RSTART + 11) + 0)
  }
  if (heading == "")
    heading = html(drawing_name[k])
  printf "<figure style=\"--wide:%d;--letter:%d\">\n<h3>%s</h3>\n",
    wide ? wide : 700, least_size, heading
  print "<div class=\"scroll\" role=\"group\" aria-label=\"" heading "\" tabindex=\"0\">"
  for (i = 1; i <= count; i++)
    print svg[i]
  printf "</div>\n<figcaption><a download=\"%s\" href=\"data:image/svg+xml;base64,",
    html(drawing_name[k])
  print_file(name ".b64", "")
  print "\">Save this figure</a></figcaption>\n</figure>"
}

# What stands before <svg is for files, not for pages.
function read_drawing(name, svg,   line, count) {
  while ((getline line < name) > 0)
    if (count || line ~ /^<svg/)
      svg[++count] = line
  close(name)
  return count + 0
}

# What stands between the tags of a line that has both.
function inner(line) {
  sub(/^<[^>]*>/, "", line)
  sub(/<\/[a-z]+>$/, "", line)
  return line
}

# --- the other sections -------------------------------------------------------------

function questions_section(   k) {
  print "<section>\n<h2 id=\"questions\">Questions</h2>"
  print "<p class=\"muted\">All who answered, the fastest first. Each question opens with the " \
    "setting that the summary and the figures show.</p>"
  for (k = 1; k <= topics; k++)
    topic_section(topic[k])
  if (limits) {
    print "<section class=\"topic\">\n<h3 id=\"limits\">The machine\342\200\231s own limits</h3>"
    limits_table()
    print "</section>"
  }
  print "</section>"
}
