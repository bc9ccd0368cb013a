# SPDX-License-Identifier: MIT
#
# text - a sealed verdict for people: a line a test, and below it what is wrong.
#
#   awk -f verdict_file.awk -f text.awk verdict.tsv

function say(what) { print plain(what) }

function row(mark, i, last) {
  say(sprintf("  %-7s %-20s %s/%s  ", mark, test[i, "test"], test[i, "points"], test[i, "of"]) last)
}

END {
  say(is["assignment"] ": " is["points"] " points (seed " is["seed"] ", " is["box"] ")\n")
  for (i = 1; i <= count; i++)
    ran += was_run(i)
  # What is said of the whole file is said once.
  if (!ran)
    say(sprintf("  FAILED  all %d tests: %s", count, told(1)))
  for (i = 1; ran && i <= count; i++) {
    if (passed(i)) {
      row("ok", i, test[i, "about"])
    } else if (test[i, "verdict"] == "not run") {
      row("-", i, told(i))
    } else {
      row("FAILED", i, test[i, "verdict"])
      why = "\n" explained(i)
      gsub(/\n/, "&          ", why)
      say(substr(why, 2))
    }
  }
}
