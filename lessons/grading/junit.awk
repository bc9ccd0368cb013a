# SPDX-License-Identifier: MIT
#
# junit - a sealed verdict as JUnit's XML, for what shows tests in CI.
#
#   awk -f verdict_file.awk -f junit.awk verdict.tsv
#
# There is no official specification; github.com/testmoapp/junitxml and the schema of Jenkins'
# xUnit plugin (junit-10.xsd) say what is commonly read.  No test takes time here: it would be
# another file on every run.

function counts() {
  return " tests=\"" count "\" failures=\"" failures "\" errors=\"0\" skipped=\"" skipped \
    "\" time=\"0\">"
}

function property(name, value) {
  print "      <property name=\"" name "\" value=\"" xml(value) "\"/>"
}

END {
  for (i = 1; i <= count; i++) {
    if (test[i, "verdict"] == "not run")
      skipped++
    else if (!passed(i))
      failures++
  }
  failures += 0
  skipped += 0
  print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
  print "<testsuites name=\"heddle\"" counts()
  print "  <testsuite name=\"" xml(is["assignment"]) "\"" counts()
  print "    <properties>"
  for (i = 1; i <= facts; i++)
    property(fact[i], is[fact[i]])
  property("points", is["points"])
  print "    </properties>"
  for (i = 1; i <= count; i++) {
    printf "    <testcase classname=\"%s\" name=\"%s\" time=\"0\"", \
      xml(is["assignment"]), xml(test[i, "test"])
    if (passed(i))
      print "/>"
    else if (test[i, "verdict"] == "not run")
      print "><skipped message=\"" xml(test[i, "why"]) "\"/></testcase>"
    else
      print "><failure type=\"" xml(test[i, "verdict"]) "\" message=\"" xml(test[i, "why"]) "\">" \
        xml(told(i)) "</failure></testcase>"
  }
  print "  </testsuite>"
  print "</testsuites>"
}
