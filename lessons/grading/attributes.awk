# SPDX-License-Identifier: MIT
#
# attributes - what a submission's attributes and assembly hide from those who look at its object.
#
#   awk -f attributes.awk NAME.i
#
# prints the first thing that is not allowed, and else nothing.  Refused are attributes that hide
# from the instrumentation, and those whose strings the assembler is given as they stand.  So it
# is with asm("name"), which the system's headers use: a plain name may be one.

# closed TEXT: where the bracket is closed that TEXT begins with, or 0; strings do not count.
function closed(text,  i, c, depth, quote) {
  for (i = 1; i <= length(text); i++) {
    c = substr(text, i, 1)
    if (quote != "" && c == "\\") i++
    else if (quote != "") quote = c == quote ? "" : quote
    else if (c == "\"" || c == "\047") quote = c
    else if (c ~ /[([]/) depth++
    else if (c ~ /[])]/ && --depth == 0) return i
  }
  return 0
}
function say(what) {
  print what
  said = 1
  exit
}
# look WORD INSIDE: an attribute, or the name of something.
function look(word, inside) {
  if (word ~ /asm/ && inside !~ /^\(([ \t]*"[A-Za-z0-9_.$]*")*[ \t]*\)$/)
    say("inline assembly, or a name that is none")
  if (word !~ /asm/ && match(inside, bad) > 0) {
    inside = substr(inside, RSTART, RLENGTH)
    gsub(/[^A-Za-z0-9_]/, "", inside)
    say("the attribute " inside)
  }
}
BEGIN {
  start = "(^|[^A-Za-z0-9_])(__attribute(__)?|_*asm(__)?|\\[)[ \t]*"
  bad = "(^|[^A-Za-z0-9_])_*(no_sanitize[a-z_]*|disable_sanitizer[a-z_]*|section|symver|alias"
  bad = bad "|weakref|naked|patchable_function_entry)"
  bad = bad "_*([^A-Za-z0-9_]|$)"
}
/^#/ { next }
{
  text = rest $0
  rest = ""
  while (match(text, start "[([]")) {
    word = substr(text, RSTART, RLENGTH)
    from = RSTART + RLENGTH - 1
    end = closed(substr(text, from))
    if (end == 0) {
      rest = substr(text, RSTART) " "
      next
    }
    look(word, substr(text, from, end))
    text = substr(text, from + 1)
  }
  if (match(text, start "$"))
    rest = substr(text, RSTART) " "
}
END { if (!said && rest != "") look("", rest) }
