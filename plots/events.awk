# SPDX-License-Identifier: MIT
# events.awk - reads one events file and knows what may be said about it.
#
#   awk -f events.awk -f timeline.awk < run.tsv > figure.tsv
#
# This half reads and checks; the other half (timeline.awk, order.awk) lays one figure out
# in pixels with rect, stroke and write below, and ends with finish().  What comes out is a
# table for gnuplot: named blocks of plain numbers, colour names of style.gp, and texts in
# which every byte but a letter is an octal escape.  No label is ever read as code.
#
# Needs LC_ALL=C: strings are bytes here, and clean() alone knows UTF-8.

BEGIN {
  FS = "\t"
  COLUMNS = "run\ttask\tlabel\tworker\tsubmit_ns\tstart_ns\tend_ns\tcallback_ns" \
    "\tstate\tfinish_rank"
  SHOWN_MOST = 120     # rows that one figure can carry
  WORKERS_MOST = 32
  MARGIN = 30
  SUBTITLE = 13
  source = ENVIRON["HEDDLE_PLOT_SOURCE"] # how messages call the input
  kind = ENVIRON["HEDDLE_PLOT_KIND"]     # svg or png
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

# --- reading ------------------------------------------------------------------------

{ sub(/\r$/, "") }
/^#/ && !seen_columns { read_header($0); next }
/^$/ { next }
!seen_columns { seen_columns = check_columns($0); next }
{ read_row() }

END {
  if (!failed && !seen_columns)
    die("is empty; write one with: PROGRAM --trace FILE.tsv")
  if (!failed && !n)
    die("has no tasks in it; trace a program that gives work to an executor")
  if (failed)
    exit 2
  understand()
}

function die(message) {
  printf "timeline: %s: %s\n", source, message | "cat >&2"
  close("cat >&2")
  failed = 1
  exit 2
}

function read_header(line,   colon) {
  sub(/^# */, "", line)
  colon = index(line, ":")
  if (colon)
    header[substr(line, 1, colon - 1)] = readable(trim(substr(line, colon + 1)))
}

function check_columns(line) {
  if (line == COLUMNS)
    return 1
  if (line ~ /^[[{]/)
    die("is not an events file but JSON; give --trace a name that does not end in .json")
  die("is not an events file (its columns are others); write one with: " \
    "PROGRAM --trace FILE.tsv")
}

function read_row() {
  if (NF != 10)
    die("line " FNR " has " NF " columns instead of 10; is the file cut short?")
  if (run == "")
    run = $1
  if ($1 != run) {
    other_runs = 1
    return
  }
  n++
  label[n] = readable($3 == "" ? "task " $2 : $3)
  worker[n] = $4 == "-" || $4 == "nan" ? "" : readable($4)
  submit[n] = time($5)
  start[n] = time($6)
  end[n] = time($7)
  callback[n] = time($8)
  state[n] = tolower($9)
  rank[n] = time($10)
}

# A time in nanoseconds, or "" where none came.
function time(text) {
  if (text == "nan" || text == "")
    return ""
  if (text !~ /^-?[0-9]+$/ && text !~ /^-?[0-9]+\.[0-9]*$/)
    die("line " FNR " has '" clean(text) "' where a number must stand")
  return text + 0
}

# The file writes a backslash as two, and what would break its lines as \t, \n or \x1b:
# those stay, for a figure could not show them better.
function readable(text) {
  gsub(/\\\\/, "\\", text)
  return clean(text)
}

function trim(text) {
  gsub(/^[ \t]+|[ \t]+$/, "", text)
  return text
}

# --- understanding ------------------------------------------------------------------

# Fills fate[] (finished, failed, cancelled, refused, running, waiting), ran[], place[] among
# those that ended, and what the figures count.  Times count from the first submission on.
function understand(   i) {
  first = last = ""
  for (i = 1; i <= n; i++) {
    if (submit[i] == "")
      submit[i] = start[i] != "" ? start[i] : 0
    first = least(first, submit[i])
  }
  for (i = 1; i <= n; i++) {
    submit[i] -= first
    start[i] = since(start[i])
    end[i] = since(end[i])
    callback[i] = since(callback[i])
    last = most(most(most(last, submit[i]), most(start[i], end[i])), callback[i])
    ran[i] = start[i] != ""
    fate[i] = fate_of(i)
    count[fate[i]]++
    count["ran"] += ran[i]
  }
  if (last <= 0)
    last = 1
  for (i = 1; i <= n; i++)
    if (ran[i])
      work += stop(i) - start[i]
  find_places()
  find_workers()
  shown = n < SHOWN_MOST ? n : SHOWN_MOST
}

function least(a, b) { return a == "" ? b : b == "" ? a : a < b ? a : b }
function most(a, b) { return a == "" ? b : b == "" ? a : a > b ? a : b }
function since(t) { return t == "" ? "" : t - first }

# When the bar of a task that ran ends: with the trace, if it never did.
function stop(i) { return end[i] == "" ? last : end[i] }

function fate_of(i) {
  if (state[i] ~ /^cancel/)
    return "cancelled"
  if (state[i] == "refused")
    return "refused"
  if (end[i] == "")
    return ran[i] ? "running" : "waiting"
  return state[i] ~ /^(fail|error)/ ? "failed" : "finished"
}

# A cross is drawn where it was.
function crossed(i) { return fate[i] == "cancelled" || fate[i] == "refused" }

function ended(i) { return fate[i] == "finished" || fate[i] == "failed" }

# Places are counted among the tasks that ended, whether or not the file's ranks have gaps.
function find_places(   i, key, by_end) {
  for (i = 1; i <= n; i++)
    if (ended(i) && rank[i] == "")
      by_end = 1
  for (i = 1; i <= n; i++)
    if (ended(i)) {
      finisher[++finishers] = i
      key[i] = by_end ? end[i] : rank[i]
    }
  sort(finisher, key, finishers)
  for (i = 1; i <= finishers; i++)
    place[finisher[i]] = i
}

# Numbers the workers by name (Thread_2 before Thread_10), and finds for each task the lane
# it needs below tasks that its worker had begun before and not ended (a task that waits
# for another lets its worker run more), and whether it waited for its worker.
function find_workers(   i, w, name, order, known) {
  for (i = 1; i <= n; i++)
    if (ran[i] && worker[i] != "" && !(worker[i] in known)) {
      known[worker[i]] = 1
      name[++workers] = worker[i]
      order[workers] = workers
    }
  for (w = 1; w <= workers; w++)
    padded[w] = pad_number(name[w])
  sort(order, padded, workers)
  for (w = 1; w <= workers; w++) {
    worker_name[w] = name[order[w]]
    number[worker_name[w]] = w
  }
  for (i = 1; i <= n; i++)
    if (ran[i])
      by_start[++starts] = i
  sort(by_start, start, starts)
  for (i = 1; i <= starts; i++)
    put_on_worker(by_start[i])
}

function pad_number(text,   digits) {
  if (!match(text, /[0-9]+$/))
    return text
  digits = substr(text, RSTART)
  return substr(text, 1, RSTART - 1) sprintf("%018.0f", digits)
}

function put_on_worker(i,   w, top) {
  w = (worker[i] in number) ? number[worker[i]] : 0
  on[i] = w
  while (depth[w] > 0 && stop(top = open[w, depth[w]]) <= start[i]) {
    freed[w] = most(freed[w], stop(top))
    depth[w]--
  }
  open[w, ++depth[w]] = i
  lane[i] = depth[w]
  lanes[w] = most(lanes[w], depth[w])
  # Threads without a name are one each, so none of their tasks waits for another.
  waited[i] = w && freed[w] != "" && freed[w] > submit[i]
  count["waited"] += waited[i]
  if (!waited[i])
    slowest_start = most(slowest_start, start[i] - submit[i])
  if (start[i] >= covered[w] + 0)
    busy[w] += stop(i) - start[i]
  else if (stop(i) > covered[w])
    busy[w] += stop(i) - covered[w]
  covered[w] = most(covered[w], stop(i))
}

# Heapsort of list[1..size] by key[list[.]], equal keys by index: the same everywhere.
function sort(list, key, size,   i, t) {
  for (i = int(size / 2); i >= 1; i--)
    sift(list, key, i, size)
  for (i = size; i > 1; i--) {
    t = list[1]; list[1] = list[i]; list[i] = t
    sift(list, key, 1, i - 1)
  }
}

function sift(list, key, i, size,   child, t) {
  while ((child = 2 * i) <= size) {
    if (child < size && after(key, list[child + 1], list[child]))
      child++
    if (!after(key, list[child], list[i]))
      return
    t = list[i]; list[i] = list[child]; list[child] = t
    i = child
  }
}

function after(key, a, b) { return key[a] == key[b] ? a > b : key[a] > key[b] }

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

# "a", "a and b", "a, b and c".
function join(part, size,   i, text) {
  for (i = 1; i <= size; i++)
    text = text (i == 1 ? "" : i == size ? " and " : ", ") part[i]
  return text
}

# The command without the folders before it and without its --trace, when, and whose.
function footer(   command, date) {
  command = header["command"]
  if (sub(/^[^ ]*\/lessons\//, "lessons/", command) == 0)
    sub(/^[^ ]*\//, "", command)
  sub(/ --trace[ =][^ ]*/, "", command)
  date = header["date"]
  if (date ~ /^[0-9-]+T[0-9:]+Z$/)
    date = substr(date, 1, 10) " " substr(date, 12, 5) " UTC"
  return (command == "" ? "" : command " · ") (date == "" ? "" : date " · ") "heddle"
}

function hidden_note() {
  if (shown < n)
    return "The figure shows the first " shown " of " many(n, "task") "."
  return other_runs ? "The file holds more runs; this is run " clean(run) "." : ""
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

# --- drawing ------------------------------------------------------------------------

function put(block, row) {
  if (!(block in rows))
    block_name[++blocks] = block
  rows[block] = rows[block] row "\n"
}

function rect(block, x1, y1, x2, y2, colour) {
  put(block, sprintf("%.2f\t%.2f\t%.2f\t%.2f\t%s", x1, y1, x2, y2, colour))
}

function stroke(block, x1, y1, x2, y2, colour) {
  put(block, sprintf("%.2f\t%.2f\t%.2f\t%.2f\t%s", x1, y1, x2 - x1, y2 - y1, colour))
}

function cross(x, y, colour) {
  stroke("crosses", x - 4.5, y - 4.5, x + 4.5, y + 4.5, colour)
  stroke("crosses", x - 4.5, y + 4.5, x + 4.5, y - 4.5, colour)
}

function point(block, x, y, colour) { put(block, sprintf("%.2f\t%.2f\t%s", x, y, colour)) }

# side: left, center, right is where the anchor stands in the text.
function write(side, size, bold, x, y, colour, text) {
  if (text != "")
    put(sprintf("%s-%02d-%s", side, size, bold ? "bold" : "plain"),
      sprintf("%.2f\t%.2f\t%s\t%s", x, y, escape(text), colour))
}

# Title and the line (or lines) under it; returns where the picture may begin.
function head(question, answer, right,   word, size, i, text, y) {
  title = question
  description = answer
  write("left", 18, 1, MARGIN, 38, "INK", question)
  y = 68
  size = split(answer, word, " ")
  for (i = 1; i <= size; i++) {
    if (text != "" && width(text " " word[i], SUBTITLE) > right - MARGIN) {
      write("left", SUBTITLE, 0, MARGIN, y, "MUTED", text)
      text = ""
      y += 19
    }
    text = text (text == "" ? "" : " ") word[i]
  }
  write("left", SUBTITLE, 0, MARGIN, y, "MUTED", text)
  return y + 22
}

# Prints the table: size, blocks, title and description for svg.awk, then the blocks.
function finish(w, h,   i, list) {
  for (i = 1; i <= blocks; i++)
    list = list " " block_name[i]
  printf "# size %d %d%s\n# title %s\n# desc %s\n", w, h, list, title, description
  for (i = 1; i <= blocks; i++)
    printf "\n\n# %s\n%s", block_name[i], rows[block_name[i]]
}
