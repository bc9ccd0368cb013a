# SPDX-License-Identifier: MIT
# phrases.awk - how figures of benchmarks say things, and in which colour (after summary.awk).

BEGIN {
  spelling["glib"] = "GLib"
  spelling["apr"] = "APR"
  spelling["tbb"] = "oneTBB"
  spelling["asio"] = "Boost.Asio"
  spelling["async"] = "std::async"
  spelling["python"] = "Python futures"
  spelling["python_pool"] = "Python Pool"
  spelling["serial"] = "serial code"
}

# Three figures: "3.37 ns", "56.1 ns", "192 ns", "1.06 µs".
function amount(x, kind_of,   unit) {
  if (kind_of ~ /byte/)
    return figures(x) " B"
  unit = unit_of(x)
  return figures(x / unit) " " unit_name(unit)
}

function figures(x) {
  if (x >= 999.5)
    return thousands(x)
  return sprintf(x < 0.995 ? "%.2g" : x < 9.995 ? "%.2f" : x < 99.95 ? "%.1f" : "%.0f", x)
}

function times(x) {
  return x >= 999.5 ? thousands(x) "×" : \
    sprintf(x < 0.995 ? "%.2g×" : x < 9.95 ? "%.1f×" : "%.0f×", x)
}

# "10,000": commas, as the number itself is never read again.
function thousands(n,   text, out) {
  text = sprintf("%.0f", n)
  while (length(text) > 3) {
    out = "," substr(text, length(text) - 2) out
    text = substr(text, 1, length(text) - 3)
  }
  return text out
}

# "3.41 times as long", of a ratio to heddle.
function compared(ratio) {
  if (ratio == "")
    return "a time that cannot be compared"
  return figures(ratio) " times as long"
}

# Why a row has no number.
function excuse(k,   status, why) {
  status = of(k, "status")
  if (status == "slow")
    return "left out: " status_name[status]
  why = why_not(k)
  return status_name[status] (why == "" ? "" : ": " why)
}

# What the data says about it.  The note of who was skipped may be the package alone.
function why_not(k,   note) {
  note = of(k, "note")
  if (note == "-" || note == "nan" || note == "")
    return ""
  return of(k, "status") == "skip" && note !~ / / ? "install " note : note
}

BEGIN {
  status_name["slow"] = "too slow for this many"
  status_name["fail"] = "failed"
  status_name["skip"] = "skipped"
}

# Those that were to be measured and were not, for under a figure of lines: each once, with
# those that had the same fate.
function excuses(found, count,   i, k, text, who, status, why, seen, names, cause, causes) {
  for (i = 1; i <= count; i++) {
    k = found[i]
    who = shown(k)
    status = of(k, "status")
    if (status == "ok" || (status, who) in seen)
      continue
    seen[status, who] = 1
    why = status == "slow" ? "" : why_not(k)
    if (!((status, why) in names))
      cause[status, ++causes[status]] = why
    names[status, why] = listed(names[status, why], who)
  }
  for (i = 1; i <= 3; i++) {
    status = substr("slowfailskip", 4 * i - 3, 4)
    who = ""
    for (k = 1; k <= causes[status]; k++) {
      why = cause[status, k]
      who = listed(who, names[status, why] (why == "" ? "" : " (" why ")"))
    }
    if (who != "")
      text = text (text == "" ? "Not drawn: " : "; ") status_name[status] ": " who
  }
  return text == "" ? "" : text ". "
}

function listed(text, item) { return text (text == "" ? "" : ", ") item }

function footer(   part, text, i) {
  part[1] = minute(header["date"])
  part[2] = header["cpu"] (header["cpu"] == "" ? "" : ", ") many(cpus, "CPU")
  part[3] = header["kernel"]
  part[4] = header["compiler"]
  part[5] = "heddle" (header["commit"] == "" ? "" : " " header["commit"])
  for (i = 1; i <= 5; i++)
    if (part[i] != "")
      text = text (text == "" ? "" : " · ") part[i]
  return text
}

# What a reader hears who does not see the marks.
function describe(text) { description = description " " text }

function sentence_of(text) { return toupper(substr(text, 1, 1)) substr(text, 2) ":" }

# The notes under a figure, and its end.
function close_figure(y, notes,   line) {
  y = paragraph(y, SMALL, notes, RIGHT)
  y = paragraph(y + 3, SMALL, footer(), RIGHT)
  finish(W, int(y + 8))
}

# As its makers write it; a variant of a bench says so behind the name.
function shown(k,   name, variant) {
  name = spelled(of(k, "impl"))
  variant = of(k, "bench")
  if (sub(/^[^@]*@/, "", variant) && index(name, variant) == 0)
    name = name " " variant
  return name
}

function spelled(impl) {
  if (impl in spelling)
    return spelling[impl]
  gsub(/_/, " ", impl)
  return impl
}

# An implementation has the same colour in every figure, and its kin have the same one.
function colour(impl) {
  if (impl ~ /^heddle/)
    return "BLUE"
  if (impl ~ /^python/)
    return "PINK"
  if (impl == "glib")
    return "GREEN"
  if (impl == "libuv")
    return "ORANGE"
  if (impl == "tbb")
    return "RED"
  return impl ~ /^lib(gomp|omp)/ ? "SKY" : "GREY"
}

function text_colour(name) { return name == "GREY" ? "MUTED" : "T_" name }
