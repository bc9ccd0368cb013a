# SPDX-License-Identifier: MIT
# report_words.awk - numbers and texts, as the page writes them (after results.awk).

BEGIN {
  DASH = "\342\200\223"
  TIMES = "\303\227"
  SPACE = "\302\240" # at which no line breaks
  DOT = " \302\267 "
  split("January February March April May June July August September October November " \
    "December", month, " ")
}

# Texts come from outside: this makes any bytes safe to stand in the page.
function html(given) {
  given = clean(given)
  gsub(/&/, "\\&amp;", given)
  gsub(/</, "\\&lt;", given)
  gsub(/>/, "\\&gt;", given)
  gsub(/"/, "\\&quot;", given)
  return given
}

# A name for an anchor: letters, digits and hyphens, and no name twice.
function anchor(given,   name, k) {
  name = tolower(given)
  gsub(/[^a-z0-9]+/, "-", name)
  sub(/^-/, "", name)
  sub(/-$/, "", name)
  for (k = 1; (name (k > 1 ? "-" k : "")) in taken; k++)
    continue
  name = name (k > 1 ? "-" k : "")
  taken[name] = 1
  return name
}

# "a · b · c", without those that are empty.
function dotted(part, count,   i, out) {
  for (i = 1; i <= count; i++)
    if (part[i] != "")
      out = out (out == "" ? "" : DOT) part[i]
  return out
}

# "-" and "nan" stand where there is nothing to say.
function said(given) { return given == "-" || given == "nan" ? "" : given }

# Three digits that count, more only before the point.
function digits(x) {
  if (x == "" || x >= 999.5)
    return x == "" ? DASH : thousands(x)
  return sprintf(x < 0.0995 ? "%.2g" : x < 9.995 ? "%.2f" : x < 99.95 ? "%.1f" : "%.0f", x)
}

function range(lo, hi) { return lo == "" || hi == "" ? DASH : digits(lo) DASH digits(hi) }

# Of a ratio near 1 it matters on which side it lies.
function times_heddle(x) { return x > 0.9 && x < 1.1 && x != 1 ? sprintf("%.3f", x) : digits(x) }

function times_range(k) {
  if (of(k, "ratio_lo") == "" || of(k, "ratio_hi") == "")
    return DASH
  return times_heddle(of(k, "ratio_lo")) DASH times_heddle(of(k, "ratio_hi"))
}

# An amount with its unit, and what a column of amounts in one unit divides by.
function with_unit(x, unit,   divide) {
  divide = divisor(x, unit)
  return digits(x / divide) SPACE html(unit_shown(divide, unit))
}

function divisor(x, unit) { return unit == "ns" ? unit_of(x) : 1 }

function unit_shown(divide, unit) { return unit == "ns" ? unit_name(divide) : unit }

# The distance between the quartiles, as a share of the median.
function spread(k) {
  if (of(k, "q1") == "" || of(k, "q3") == "" || of(k, "median") == "")
    return DASH
  return sprintf("%.1f", 100 * (of(k, "q3") - of(k, "q1")) / of(k, "median")) SPACE "%"
}

function bytes(count) {
  return count < 1000 ? many(count, "byte") : count < 1e6 ? sprintf("%.0f kB", count / 1e3) \
    : sprintf("%.1f MB", count / 1e6)
}

function minutes(seconds,   whole) {
  whole = int(seconds + 0.5)
  if (whole < 60)
    return whole SPACE "s"
  return int(whole / 60) SPACE "min" (whole % 60 ? " " whole % 60 SPACE "s" : "")
}

# 2026-11-20T13:10:49Z is 20 November 2026, 13:10 UTC; another form stays as it is.
function date_in_words(given) {
  if (given !~ /^[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-9][0-9]:[0-9][0-9]/)
    return html(given)
  return substr(given, 9, 2) + 0 " " month[substr(given, 6, 2) + 0] " " substr(given, 1, 4) \
    ", " substr(given, 12, 5) " UTC"
}
