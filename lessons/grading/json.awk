# SPDX-License-Identifier: MIT
#
# json - a sealed verdict as JSON (RFC 8259), in the kit's own words.
#
#   awk -f verdict_file.awk -f json.awk verdict.tsv

END {
  print "{"
  print "  \"assignment\": " quoted(is["assignment"]) ","
  for (i = 1; i <= facts; i++)
    print "  " quoted(fact[i]) ": " quoted(is[fact[i]]) ","
  print "  \"points\": " earned ","
  print "  \"of\": " most ","
  print "  \"tests\": ["
  for (i = 1; i <= count; i++) {
    print "    {\"name\": " quoted(test[i, "test"]) ", \"verdict\": " quoted(test[i, "verdict"]) \
      ", \"points\": " test[i, "points"] + 0 ", \"of\": " test[i, "of"] + 0 ","
    print "     \"why\": " quoted(test[i, "why"]) ", \"about\": " quoted(test[i, "about"]) "}" \
      (i < count ? "," : "")
  }
  print "  ]"
  print "}"
}
