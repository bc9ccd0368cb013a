# SPDX-License-Identifier: MIT
#
# tap - a sealed verdict as TAP 14 (testanything.org/tap-version-14-specification.html).
#
#   awk -f verdict_file.awk -f tap.awk verdict.tsv
#
# A test that was not run is "not ok": with a SKIP it would count as passed.

# In a description "#" begins a directive, and "\" escapes it.
function tap(text) { gsub(/[\\#]/, "\\\\&", text); return text }

END {
  print "TAP version 14"
  print "1.." count
  for (i = 1; i <= count; i++) {
    print (passed(i) ? "ok " : "not ok ") i " - " tap(test[i, "test"])
    print "  ---"
    print "  verdict: " quoted(test[i, "verdict"])
    print "  points: " test[i, "points"] + 0
    print "  of: " test[i, "of"] + 0
    print "  why: " quoted(test[i, "why"])
    print "  about: " quoted(test[i, "about"])
    print "  ..."
  }
}
