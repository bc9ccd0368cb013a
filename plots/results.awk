# SPDX-License-Identifier: MIT
# results.awk - reads the tables of a benchmark run (after text.awk and canvas.awk).
#
#   awk -f text.awk -f canvas.awk -f results.awk ... -f noise.awk TABLE=noise noise.tsv
#
# Every row is checked and kept as cell[TABLE, row, column]; a number that is nan is "".  A
# figure then lays itself out, or says with leave_out() why there is nothing to draw.

BEGIN {
  FS = "\t"
  W = 680
  MARGIN = 24
  RIGHT = W - MARGIN
  # Large, for a page may show the figure in half its size.
  TITLE = 21
  SUBTITLE = 16
  LEADING = 23
  NAME = 15  # names and numbers
  SMALL = 14 # axes and notes
  folder = ENVIRON["HEDDLE_PLOT_SOURCE"]
  needed["summary"] = "bench impl takes_part params workers n unit samples median lo hi min " \
    "q1 q3 ratio status note"
  needed["histograms"] = "bench impl params workers round t_s lo_ns hi_ns count"
  needed["noise"] = "t_s ns nivcsw"
  needed["compare"] = "bench params workers pairs ratio lo hi verdict note"
  words_of["status"] = "ok skip slow fail"
  words_of["takes_part"] = "outside caller serial -"
  words_of["verdict"] = "slower faster same unclear skip fail"
  split("workers n samples median lo hi min q1 q3 ratio round t_s lo_ns hi_ns count ns " \
    "nivcsw pairs", list, " ")
  for (i in list)
    is_number[list[i]] = 1
  split("median lo hi min q1 q3 ratio hi_ns ns", list, " ")
  for (i in list)
    is_positive[list[i]] = 1 # these stand on logarithmic scales
}

FNR == 1 { columns = 0 }
{ sub(/\r$/, "") }
/^#/ && !columns { read_header($0); next }
/^$/ { next }
!columns { read_columns(); next }
{ read_row() }

END {
  if (failed)
    exit failed
  cpus = cpus_in(header["cpus_allowed"])
}

# "0-3,8" are five.
function cpus_in(list,   i, count, part, ends, sum) {
  count = split(list, part, ",")
  for (i = 1; i <= count; i++)
    sum += split(part[i], ends, "-") == 2 ? ends[2] - ends[1] + 1 : 1
  return most(1, sum + 0)
}

function die(message) { stop_here(folder "/" TABLE ".tsv: " message, 2) }

function leave_out(reason) { stop_here(reason, 3) }

function stop_here(message, status) {
  print message | "cat >&2"
  close("cat >&2")
  failed = status
  exit status
}

function read_header(line,   colon) {
  sub(/^# */, "", line)
  colon = index(line, ":")
  if (colon) {
    sub(/^ +/, "", line)
    header[substr(line, 1, colon - 1)] = clean(substr(line, colon + 2))
  }
}

function read_columns(   i, list, count, here) {
  columns = NF
  for (i = 1; i <= NF; i++) {
    column[i] = $i
    here[$i] = 1
  }
  count = split(needed[TABLE], list, " ")
  for (i = 1; i <= count; i++)
    if (!(list[i] in here))
      die("line " FNR " names no column '" list[i] "'; this is no " TABLE \
        " of a benchmark run")
}

function read_row(   i, k) {
  if (NF != columns)
    die("line " FNR " has " NF " columns instead of " columns "; is the file cut short?")
  k = ++size[TABLE]
  for (i = 1; i <= NF; i++)
    cell[TABLE, k, column[i]] = column[i] in is_number ? number(column[i], $i) : \
      known(column[i], clean($i))
  if (cell[TABLE, k, "status"] == "ok" && cell[TABLE, k, "median"] == "")
    die("line " FNR " has the status ok, but no median")
}

function number(name, text) {
  if (text == "nan" || text == "-nan" || text == "-" || text == "")
    return ""
  if (text !~ /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$/)
    die("line " FNR " has '" clean(text) "' as " name ", where a number must stand")
  if (text + 0 < 0 || name in is_positive && text + 0 == 0)
    die("line " FNR " has '" text "' as " name ", which cannot be that small")
  return text + 0
}

function known(name, text) {
  if (name in words_of && index(" " words_of[name] " ", " " text " ") == 0)
    die("line " FNR " has '" text "' as " name "; it is one of: " words_of[name])
  return text
}
