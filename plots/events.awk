# SPDX-License-Identifier: MIT
# events.awk - reads one events file and knows what may be said about it.
#
#   awk -f text.awk -f canvas.awk -f events.awk -f timeline.awk < run.tsv > figure.tsv
#
# timeline.awk or order.awk then lays one figure out.

BEGIN {
  FS = "\t"
  COLUMNS = "run\ttask\tlabel\tworker\tsubmit_ns\tstart_ns\tend_ns\tcallback_ns" \
    "\tstate\tfinish_rank"
  SHOWN_MOST = 120     # rows that one figure can carry
  WORKERS_MOST = 32
  source = ENVIRON["HEDDLE_PLOT_SOURCE"] # how messages call the input
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

# --- words --------------------------------------------------------------------------

# The command without the folders before it and without its --trace, when, and whose.
function footer(   command, date) {
  command = header["command"]
  if (sub(/^[^ ]*\/lessons\//, "lessons/", command) == 0)
    sub(/^[^ ]*\//, "", command)
  sub(/ --trace[ =][^ ]*/, "", command)
  date = minute(header["date"])
  return (command == "" ? "" : command " · ") (date == "" ? "" : date " · ") "heddle"
}

function hidden_note() {
  if (shown < n)
    return "The figure shows the first " shown " of " many(n, "task") "."
  return other_runs ? "The file holds more runs; this is run " clean(run) "." : ""
}
