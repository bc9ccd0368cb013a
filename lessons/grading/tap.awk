# SPDX-License-Identifier: MIT
#
# tap - a sealed verdict as TAP 14.
#
#   awk -f tap.awk verdict.tsv
#
# Verdicts hold printable ASCII only; `\` and `#` have a meaning in TAP, `"` and `\` in YAML.

BEGIN { FS = "\t" }

function tap(text) { gsub(/[\\#]/, "\\\\&", text); return text }
function yaml(text) { gsub(/["\\]/, "\\\\&", text); return "\"" text "\"" }

/^#/ || $1 == "test" { next }
{
  row[++count] = $0
}
END {
  print "TAP version 14"
  print "1.." count
  for (i = 1; i <= count; i++) {
    split(row[i], field, "\t")
    print (field[2] == "passed" ? "ok " : "not ok ") i " - " tap(field[1])
    print "  ---"
    print "  verdict: " yaml(field[2])
    print "  points: " field[3]
    print "  of: " field[4]
    print "  why: " yaml(field[5])
    print "  about: " yaml(field[6])
    print "  ..."
  }
}
