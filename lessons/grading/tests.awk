# SPDX-License-Identifier: MIT
#
# tests - reads an assignment's list of tests.
#
#   awk -f tests.awk tests                  a line a test: name points category needs time
#                                           schedules wrong about, with tabs between them
#   awk -v expect=fifo -v values='1 2 3' -f tests.awk tests
#                                           what the case must say, the values filled in

function key_of(line) { return substr(line, 1, index(line, ": ") - 1) }
function value_of(line) { return substr(line, index(line, ": ") + 2) }

function flush() {
  if (name != "" && expect == "")
    print name, is["points"], is["category"], is["needs"], is["time"], is["schedules"],
      is["wrong"], is["about"]
  name = ""
}

# From the highest number down: $1 is also how $12 begins.
function fill(line,  i) {
  for (i = count; i > 0; i--)
    gsub("\\$" i, value[i], line)
  return line
}

BEGIN {
  OFS = "\t"
  count = split(values, value, " ")
}

/^#/ { next }
/^test: / {
  flush()
  name = value_of($0)
  is["needs"] = "-"
  is["time"] = "both"
  is["wrong"] = "wrong answer"
  listing = 0
  next
}
/^expect:$/ { listing = 1; next }
listing && /^  / { if (name == expect) print fill(substr($0, 3)); next }
/^$/ { next }
{ is[key_of($0)] = value_of($0) }
END { flush() }
