# SPDX-License-Identifier: MIT
#
# classroom50 - a sealed verdict as Classroom 50's result.json, "classroom50/result/v1"
# (github.com/foundation50/classroom50/wiki/Advanced-Autograding).
#
#   awk -f verdict_file.awk -f classroom50.awk verdict.tsv
#
# What a verdict cannot know comes from the environment, as Classroom 50's runner sets it for an
# autograder; where it is not set stands what keeps the document valid, and the same every time:
#
#   CLASSROOM          the classroom's short name                        none
#   ASSIGNMENT         the assignment's slug                             its name in the verdict
#   SUBMISSION_TAG     the tag of the submission                         the submission's hash
#   COMMIT_URL         where the commit can be seen                      none
#   RELEASE_URL        where the release can be seen                     none
#   REVIEW_URL         where it is reviewed                              COMMIT_URL
#   COMMIT_DATETIME    when it was committed, in UTC: never when it was  1970-01-01T00:00:00Z
#                      graded, as a regrade would be late then
#
# COMMIT_DATETIME is the kit's own name:
#   TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd

function given(name, otherwise,  value) {
  value = ENVIRON[name]
  gsub(/[^ -~]/, "?", value)
  return value == "" ? otherwise : value
}

function say(key, value) { print "  \"" key "\": " quoted(value) "," }

END {
  print "{"
  say("schema", "classroom50/result/v1")
  say("classroom", given("CLASSROOM", "none"))
  say("assignment", given("ASSIGNMENT", is["assignment"]))
  say("submission", given("SUBMISSION_TAG", is["submission"]))
  say("commit", given("COMMIT_URL", "none"))
  say("release", given("RELEASE_URL", "none"))
  say("review", given("REVIEW_URL", given("COMMIT_URL", "none")))
  say("datetime", given("COMMIT_DATETIME", "1970-01-01T00:00:00Z"))
  print "  \"score\": " int(earned) ","
  print "  \"max-score\": " int(most) ","
  print "  \"tests\": ["
  for (i = 1; i <= count; i++)
    print "    {\"test-name\": " quoted(test[i, "test"]) \
      ", \"passed\": " (passed(i) ? "true" : "false") \
      ", \"score\": " int(test[i, "points"]) ", \"max-score\": " int(test[i, "of"]) "}" \
      (i < count ? "," : "")
  print "  ]"
  print "}"
}
