# SPDX-License-Identifier: MIT
#
# gradescope - a sealed verdict as Gradescope's results.json
# (gradescope-autograders.readthedocs.io/en/latest/specs).
#
#   awk -f verdict_file.awk -f gradescope.awk verdict.tsv
#
# There is no score of the whole, which would take the place of the sum; no execution time, as
# points do not depend on it; and no output in a format that could hold markup.

END {
  print "{"
  print "  \"output\": " \
    quoted(is["points"] " points (seed " is["seed"] ", " is["box"] ")") ","
  print "  \"output_format\": \"text\","
  print "  \"visibility\": \"visible\","
  print "  \"stdout_visibility\": \"hidden\","
  print "  \"extra_data\": {"
  for (i = 1; i <= facts; i++)
    print "    " quoted(fact[i]) ": " quoted(is[fact[i]]) (i < facts ? "," : "")
  print "  },"
  print "  \"tests\": ["
  for (i = 1; i <= count; i++) {
    print "    {\"number\": \"" i "\", \"name\": " quoted(test[i, "test"]) ","
    print "     \"score\": " test[i, "points"] + 0 ", \"max_score\": " test[i, "of"] + 0 \
      ", \"status\": \"" (passed(i) ? "passed" : "failed") "\", \"visibility\": \"visible\","
    if (test[i, "category"] != "")
      print "     \"tags\": [" quoted(test[i, "category"]) "],"
    print "     \"output_format\": \"text\", \"output\": " quoted(told(i)) "}" \
      (i < count ? "," : "")
  }
  print "  ]"
  print "}"
}
