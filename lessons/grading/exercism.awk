# SPDX-License-Identifier: MIT
#
# exercism - a sealed verdict as Exercism's results.json, version 3
# (exercism.org/docs/building/tooling/test-runners/interface).
#
#   awk -f verdict_file.awk -f exercism.awk verdict.tsv
#
# What a submission prints never gets into a verdict: so no test has an "output".  An assignment
# is one task: none has a "task_id".

function status(i) {
  if (passed(i))
    return "pass"
  return was_run(i) && test[i, "verdict"] !~ /^(crashed|timed out)$/ ? "fail" : "error"
}

# For all: what was seen of one of them, when it is the same for all, as none was run.
function message() { return quoted(substr(told(1), 1, 65535)) }

END {
  for (i = 1; i <= count; i++) {
    failed += !passed(i)
    run += was_run(i)
  }
  print "{"
  print "  \"version\": 3,"
  print "  \"status\": \"" (!run ? "error" : failed ? "fail" : "pass") "\","
  print "  \"message\": " (run ? "null" : message()) ","
  print "  \"tests\": ["
  for (i = 1; i <= count; i++)
    print "    {\"name\": " quoted(test[i, "test"]) ", \"status\": \"" status(i) "\"" \
      (passed(i) ? "" : ", \"message\": " quoted(told(i))) "}" (i < count ? "," : "")
  print "  ]"
  print "}"
}
