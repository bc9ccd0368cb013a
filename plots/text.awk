# SPDX-License-Identifier: MIT
# text.awk - the words of a figure: what may stand in one, how wide it is, how it is said.
#
# Needs LC_ALL=C: strings are bytes here, and clean() alone knows UTF-8.

BEGIN {
  kind = ENVIRON["HEDDLE_PLOT_KIND"] # svg or png
  for (i = 1; i < 256; i++)
    ord[sprintf("%c", i)] = i
  # U+FFFE, U+FFFF, and what turns the direction of text.
  forbidden = "^(\357\277[\276\277]|\342\200[\216\217\250-\256]|\342\201[\246-\251])$"
  # Latin, Greek, Cyrillic, and the signs of Windows' old list WGL4, which every font keeps.
  drawn_by_all = "^([ -~]|[\302-\305].|\316[\221-\241\243-\277]|\317[\200-\216]" \
    "|\320.|\321[\200-\237]|\342\200[\223\224\230-\232\234-\236\240-\242\246\260\271\272]" \
    "|\342\202\254|\342\204\242|\342\206[\220-\225]|\342\210[\222\236]" \
    "|\342\211[\210\240\244\245])$"
  # How wide DejaVu Sans draws space to tilde, in hundredths of the size: of the fonts that
  # a system falls back on it is the widest, so what fits here fits everywhere.
  split("32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 " \
    "34 34 84 84 84 53 100 68 69 70 77 63 58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 " \
    "73 68 99 69 61 69 39 34 39 84 50 50 61 63 55 63 62 35 63 63 28 28 58 28 97 63 61 " \
    "63 63 41 52 39 63 59 82 59 59 52 64 34 64 84", advance, " ")
}

# --- words --------------------------------------------------------------------------

function unit_of(ns) {
  return ns >= 999.5e6 ? 1e9 : ns >= 999.5e3 ? 1e6 : ns >= 999.5 ? 1e3 : 1
}

function unit_name(unit) {
  return unit == 1e9 ? "s" : unit == 1e6 ? "ms" : unit == 1e3 ? "µs" : "ns"
}

function duration(ns,   unit) {
  unit = unit_of(ns)
  return sprintf(unit == 1 || ns / unit >= 99.95 ? "%.0f %s" : "%.1f %s", ns / unit,
    unit_name(unit))
}

function many(count, noun) { return count " " noun (count == 1 ? "" : "s") }

function verb(count, one, more) { return count == 1 ? one : more }

function ordinal(k) {
  if (k % 100 >= 11 && k % 100 <= 13)
    return k "th"
  return k (k % 10 == 1 ? "st" : k % 10 == 2 ? "nd" : k % 10 == 3 ? "rd" : "th")
}

# "2026-11-20 13:15 UTC" of a date with seconds.
function minute(date) {
  if (date ~ /^[0-9-]+T[0-9:]+Z$/)
    return substr(date, 1, 10) " " substr(date, 12, 5) " UTC"
  return date
}

# "a", "a and b", "a, b and c".
function join(part, size,   i, text) {
  for (i = 1; i <= size; i++)
    text = text (i == 1 ? "" : i == size ? " and " : ", ") part[i]
  return text
}

# --- bytes --------------------------------------------------------------------------

# How many bytes the character that begins at byte i of text has; 0: it is not UTF-8, or
# no figure may carry it (control characters, what XML forbids, what turns text around).
function char_length(text, i,   c, d, size, k) {
  c = ord[substr(text, i, 1)]
  if (c < 128)
    return c >= 32 && c < 127
  d = ord[substr(text, i + 1, 1)] + 0
  size = c >= 240 ? 4 : c >= 224 ? 3 : 2
  if (c < 194 || c > 244 || c == 224 && d < 160 || c == 237 && d > 159 ||
      c == 240 && d < 144 || c == 244 && d > 143 || c == 194 && d < 160)
    return 0
  for (k = 1; k < size; k++) {
    d = ord[substr(text, i + k, 1)] + 0
    if (d < 128 || d > 191)
      return 0
  }
  return substr(text, i, size) ~ forbidden ? 0 : size
}

function clean(text,   i, size, out) {
  if (text !~ /[^ -~]/)
    return text
  for (i = 1; i <= length(text); i += size ? size : 1) {
    size = char_length(text, i)
    out = out (size ? substr(text, i, size) : "\357\277\275")
  }
  return out
}

# A text as gnuplot may read it: its escapes take any number of digits, hence letters alone
# stay; the first byte never does, so that no text is "nan".
function escape(text,   i, c, out) {
  if (kind == "png")
    text = drawable(text)
  for (i = 1; i <= length(text); i++) {
    c = substr(text, i, 1)
    out = out (ord[c] > 127 || i > 1 && c ~ /[A-Za-z]/ ? c : sprintf("\\%03o", ord[c]))
  }
  return out
}

# A browser finds a font for every character.  gnuplot's PNG goes to pieces over one that no
# font has: there stays what all fonts have (Latin, Greek, Cyrillic, common signs).
function drawable(text,   i, size, c, out) {
  if (text !~ /[^ -~]/)
    return text
  for (i = 1; i <= length(text); i += size) {
    size = char_length(text, i)
    c = substr(text, i, size)
    out = out (c ~ drawn_by_all ? c : "?")
  }
  return out
}

function width(text, size, bold,   i, c, sum) {
  for (i = 1; i <= length(text); i++) {
    c = ord[substr(text, i, 1)]
    sum += c < 128 ? advance[c - 31] : c < 192 ? 0 : c < 226 ? 66 : 100
  }
  return sum * size / 100 * (bold ? 1.13 : 1)
}

# The text, or as much of it as fits with an ellipsis.
function fit(text, size, bold, room,   i, step, out) {
  if (width(text, size, bold) <= room)
    return text
  for (i = 1; i <= length(text); i += step) {
    step = char_length(text, i)
    if (width(out substr(text, i, step) "…", size, bold) > room)
      break
    out = out substr(text, i, step)
  }
  sub(/ +$/, "", out)
  return out "…"
}
