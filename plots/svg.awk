# SPDX-License-Identifier: MIT
# svg.awk - makes gnuplot's SVG fit for a page.
#
#   awk -v id=timeline-cubes -f svg.awk figure.tsv raw.svg > timeline.svg
#
# - A title and a description, from the figure's table, for who does not see it.
# - Ids that begin with this figure's id, so that two figures can share one page; shapes
#   that nothing draws, empty groups and gnuplot's tooltips are left out.
# - Bold as a weight: gnuplot writes the family "Name:Bold", which no browser has.
# - A dark twin of each theme colour of style.gp, for pages that are dark.

BEGIN {
  FAMILY = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, " \
    "'Liberation Sans', 'DejaVu Sans', sans-serif"
  split("#ffffff #1f2328 #59636e #e3e7eb #8c959f #005f9e #8a5f00 #b04a00 " \
    "#006b4e #96406f #17708f #b5d8ee #cfd5db #f3c3a0 #f1f3f5 " \
    "#e3eff7 #bcdaec #8fc1e0 #5aa3cf #1f7db8 #00456e", light, " ")
  themes = split("#0d1117 #e6edf3 #9da7b3 #2a313a #7d8590 #63b3ed #e6b34a #ff9a57 " \
    "#4cc9a0 #e69ac4 #7cc7ee #1f4c6e #3d454e #6e3d19 #171d24 " \
    "#12283a #174668 #1f6a9c #3d8fc6 #74b8e3 #c4e4f8", dark, " ")
}

FNR == NR && /^# title / { title = substr($0, 9) }
FNR == NR && /^# desc / { desc = substr($0, 8) }
FNR == NR { next }

{ sub(/[ \t]+$/, ""); sub(/^[ \t]+/, "") }
/^<desc>/ || /^$/ { next }
{ sub(/<title>.*<\/title>/, "") }
/^<filter/ { in_filter = 1 }
!in_filter { keep($0) }
/^<\/filter>/ { in_filter = 0 }

END {
  find_used()
  for (i = 1; i <= lines; i++) {
    in_defs = line[i] ~ /^<defs>/ || in_defs && line[i] !~ /^<\/defs>/
    if (in_defs && id_of(line[i]) != "" && !(id_of(line[i]) in used))
      continue
    print line[i] ~ /^<text>/ ? line[i] : rewrite(line[i])
    if (!started && line[i] == ">") {
      started = 1
      print opening()
    }
  }
}

# A group that closes at once drew nothing.
function keep(text) {
  if (text == "</g>" && line[lines] ~ /^<g [^<]*>$/)
    lines--
  else if (text != "")
    line[++lines] = text
}

# A shape is used if a drawing or a used shape refers to it.  Shapes are made from earlier
# ones, hence backwards.
function find_used(   i, text, inside) {
  for (i = lines; i >= 1; i--) {
    text = line[i]
    inside = text ~ /^<\/defs>/ || inside && text !~ /^<defs>/
    if (text ~ /^<text>/ || inside && id_of(text) != "" && !(id_of(text) in used))
      continue
    while (match(text, /href='#[A-Za-z0-9]+'/)) {
      used[substr(text, RSTART + 7, RLENGTH - 8)] = 1
      text = substr(text, RSTART + RLENGTH)
    }
  }
}

function id_of(text) {
  return match(text, / id='[A-Za-z0-9]+'/) ? substr(text, RSTART + 5, RLENGTH - 6) : ""
}

function rewrite(text) {
  if (text == "<svg")
    return "<svg id=\"" id "\" role=\"img\" aria-labelledby=\"" id "-title " id "-desc\""
  gsub(/'/, "\"", text)
  text = hexadecimal(text)
  if (sub(/font-family="[^":]*:Bold"/, "font-weight=\"bold\"", text) == 0)
    sub(/font-family="[^"]*" /, "", text)
  sub(/ stroke-width="0.205"/, " stroke-width=\"0.5\"", text) # rings as bold as in the PNG
  gsub(/"#gp/, "\"#" id "-gp", text)
  sub(/ id="gnuplot_canvas"/, "", text)
  sub(/ id="gp/, " id=\"" id "-gp", text)
  sub(/ id="[^"]*_plot_[0-9]+" ?/, "", text)
  gsub(/ +>/, ">", text)
  gsub(/ = "/, "=\"", text)
  return text
}

# "rgb( 0, 95,158)" is "#005f9e" for the style rules, which compare letters.
function hexadecimal(text,   numbers, part) {
  while (match(text, /rgb\([0-9, ]*\)/)) {
    numbers = substr(text, RSTART + 4, RLENGTH - 5)
    split(numbers, part, ",")
    text = substr(text, 1, RSTART - 1) sprintf("#%02x%02x%02x", part[1], part[2], part[3]) \
      substr(text, RSTART + RLENGTH)
  }
  gsub(/"black"/, "\"#000000\"", text)
  return text
}

function opening(   i, css) {
  css = "#" id "{max-width:100%;height:auto}#" id " text{font-family:" FAMILY "}\n" \
    "@media (prefers-color-scheme:dark){\n"
  for (i = 1; i <= themes; i++)
    css = css twin("fill", light[i], dark[i]) twin("stroke", light[i], dark[i]) \
      twin("color", light[i], dark[i]) "\n"
  return "<title id=\"" id "-title\">" escape(title) "</title>\n" \
    "<desc id=\"" id "-desc\">" escape(desc) "</desc>\n<style>\n" css "}\n</style>"
}

function twin(property, from, to) {
  return "#" id " [" property "=\"" from "\"]{" property ":" to "}"
}

function escape(text) {
  gsub(/&/, "\\&amp;", text)
  gsub(/</, "\\&lt;", text)
  gsub(/>/, "\\&gt;", text)
  return text
}
