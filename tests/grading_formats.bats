#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Formats: a sealed verdict is well-formed in each of them, whatever a submission has said.

load common

grading=$root/lessons/grading
assignment=$root/lessons/02-thread-pool/assignment-bounded-queue
formats='text tap json junit gradescope classroom50 exercism'

# One verdict of each kind, for all tests here: three that were judged, and one that no
# submission has brought about yet.
setup_file() {
  case $build in *-tsan* | *-asan* | *-ubsan*)
    skip "explore is never instrumented: the plain build's tests cover it" ;;
  esac
  command -v gcc >/dev/null || skip "gcc is not installed"
  cd "$BATS_FILE_TMPDIR" || return 1
  mkdir build verdicts
  ln -s "$build" build/heddle
  export HEDDLE_BUILD=$BATS_FILE_TMPDIR/build/heddle CC=gcc
  cp "$assignment/skeleton.c" "$assignment/reference.c" .
  printf '#error "]]> \033[31m \377 \\ ##[error] <&> \\" ::warning::"\n' >broken.c
  cat skeleton.c >>broken.c
  for name in skeleton reference broken; do
    sh "$grading/assignment" grade bounded-queue $name.c json >"$name.json" || return 1
    cp build/assignments/bounded-queue/grade/verdict.tsv "verdicts/$name.tsv"
  done
  nasty >verdicts/nasty.tsv
  checker >checker.py
}

setup() {
  unset SEED HEDDLE_BOX CLASSROOM ASSIGNMENT SUBMISSION_TAG COMMIT_URL RELEASE_URL REVIEW_URL \
    COMMIT_DATETIME MAKEFLAGS MAKELEVEL
  cd "$BATS_FILE_TMPDIR" || return 1
}

# row TEST VERDICT POINTS OF WHY ABOUT
row() {
  local IFS=$'\t'
  printf '%s\n' "$*"
}

# What is special somewhere, in each place where something may stand.
nasty() {
  printf '# heddle verdict 1\n# assignment: bounded-queue\n# submission: 00\n# grader: "\\<&>\n'
  printf '# compiler: gcc ]]> # 12\n# seed: 1\n# box: ::error::\n# points: 4 of 14\n'
  row test verdict points of why about
  row plain passed 3 3 '200 schedules' 'all "is" well\'
  row 'sharp#\t # SKIP' 'wrong answer' 0 2 '\n \" \\ \u0041 # TODO %s %%' 'a \ b'
  row xml crashed 1 2 '</failure> ]]> <!-- & &amp; &#0; <![CDATA[ "x" '"'y'" '<&>'
  row runner deadlock 0 1 '::warning::one' '::error file=a.c,line=1::two ##[error]three'
  row sheet 'timed out' 0 1 '=1+1' '+1'
  row '@cell' misuse 0 1 '-1' '@x'
  row yaml leak 0 1 '... --- {[* |>- : !!str' '%YAML'
  row lines 'wrong answer' 0 1 "line 3 of the output is '::debug::\" <', and '\\' was expected" '&'
  row bytes livelock 0 1 $'\e[31m \377 \302\233 \001 \177' 'ESC and the like'
  row last 'not run' 0 1 'it needs ##[group]' '"'
  printf '# end: 10 tests\n'
}

# as FORMAT VERDICT
as() {
  LC_ALL=C awk -f "$grading/verdict_file.awk" -f "$grading/$1.awk" "$2"
}

# well_formed FORMAT: each verdict is, and says what the verdict says.
well_formed() {
  command -v python3 >/dev/null || skip "python3 is not installed"
  for verdict in verdicts/*.tsv; do
    as "$1" "$verdict" >said || return 1
    python3 checker.py "$1" "$verdict" <said || { echo "$1 of $verdict:"; cat said; return 1; }
  done
}

checker() {
  cat <<'PYTHON'
import json, re, sys
import xml.etree.ElementTree as xml

format, path = sys.argv[1:]
said = sys.stdin.read()
facts, rows = {}, []
# As a grader's file must be read: bytes that are no printable ASCII are one "?" each.
for line in open(path, encoding="latin-1", newline="\n").read().split("\n")[:-1]:
    line = re.sub(r"[^\t -~]", "?", line)
    if line.startswith("# "):
        key, _, value = line[2:].partition(": ")
        facts[key] = value
    else:
        rows.append(line.split("\t"))
rows = [dict(zip(rows[0], row)) for row in rows[1:]]
assert len(rows) == int(facts["end"].split()[0]) > 0
for row in rows:
    row["points"], row["of"] = int(row["points"]), int(row["of"])
points, most = map(int, facts["points"].split(" of "))
none_ran = {row["verdict"] for row in rows} <= {"does not compile", "forbidden call"}

def same(one, other):
    assert one == other, f"{one!r} is not {other!r}"

def strict(pairs):
    same(len({key for key, _ in pairs}), len(pairs))
    return dict(pairs)

def document(required, optional=()):
    found = json.loads(said, object_pairs_hook=strict)
    fits(found, required, optional)
    return found

def fits(object, required, optional=()):
    for key, kind in required.items():
        assert type(object[key]) is kind, f"{key}: {object[key]!r}"
    assert set(object) <= set(required) | set(optional), set(object)

# All that was seen is there, perhaps as "expected" and "happened".
def tells(text, row):
    for word in re.split(r"line \d+ of the output is |, and '|' was expected", row["why"]):
        assert word in text, f"{word!r} is not in {text!r}"

def check_tap():
    lines = said.split("\n")
    same(lines.pop(), "")
    same(lines[:2], ["TAP version 14", f"1..{len(rows)}"])
    for number, row in enumerate(rows, 1):
        at = 2 + 8 * (number - 1)
        ok, n, description = re.fullmatch(r"(ok|not ok) (\d+) - (.*)", lines[at]).groups()
        same((ok == "ok", int(n)), (row["verdict"] == "passed", number))
        assert not re.search(r"(?<!\\)(\\\\)*#", description), description
        same(re.sub(r"\\([\\#])", r"\1", description), row["test"])
        same((lines[at + 1], lines[at + 7]), ("  ---", "  ..."))
        for line, key in zip(lines[at + 2:], ["verdict", "points", "of", "why", "about"]):
            same(line.partition(": ")[0], "  " + key)
            same(json.loads(line.partition(": ")[2]), row[key])
    same(len(lines), 2 + 8 * len(rows))

def check_json():
    found = document(dict(assignment=str, submission=str, grader=str, compiler=str, seed=str,
                          box=str, points=int, of=int, tests=list))
    same((found["points"], found["of"], len(found["tests"])), (points, most, len(rows)))
    for key in "assignment", "submission", "grader", "compiler", "seed", "box":
        same(found[key], facts[key])
    for test, row in zip(found["tests"], rows):
        same(test, {"name" if key == "test" else key: value for key, value in row.items()})

def check_junit():
    root = xml.fromstring(said.encode("ascii"))
    same((root.tag, [suite.tag for suite in root]), ("testsuites", ["testsuite"]))
    suite = root[0]
    cases = suite.findall("testcase")
    bad = [row for row in rows if row["verdict"] not in ("passed", "not run")]
    skipped = [row for row in rows if row["verdict"] == "not run"]
    for element in root, suite:
        same([element.get(key) for key in ("tests", "failures", "errors", "skipped", "time")],
             [str(len(rows)), str(len(bad)), "0", str(len(skipped)), "0"])
    properties = {p.get("name"): p.get("value") for p in suite.findall("properties/property")}
    same(properties["points"], facts["points"])
    same(properties["box"], facts["box"])
    same(len(cases), len(rows))
    for case, row in zip(cases, rows):
        same((case.get("name"), case.get("time")), (row["test"], "0"))
        if row["verdict"] == "passed":
            same(list(case), [])
        elif row["verdict"] == "not run":
            same([(e.tag, e.get("message")) for e in case], [("skipped", row["why"])])
        else:
            same([(e.tag, e.get("type"), e.get("message")) for e in case],
                 [("failure", row["verdict"], row["why"])])
            tells(case[0].text, row)

def check_gradescope():
    found = document(dict(tests=list, output=str, output_format=str, visibility=str,
                          stdout_visibility=str, extra_data=dict))
    same((found["stdout_visibility"], found["visibility"]), ("hidden", "visible"))
    same(found["output_format"], "text")
    same(found["extra_data"], {key: facts[key] for key in
                               ("submission", "grader", "compiler", "seed", "box")})
    same(len(found["tests"]), len(rows))
    same(sum(test["score"] for test in found["tests"]), points)
    same(sum(test["max_score"] for test in found["tests"]), most)
    for number, (test, row) in enumerate(zip(found["tests"], rows), 1):
        fits(test, dict(score=int, max_score=int, status=str, name=str, number=str, output=str,
                        output_format=str, visibility=str), ["tags"])
        same((test["name"], test["number"]), (row["test"], str(number)))
        same((test["output_format"], test["visibility"]), ("text", "visible"))
        same(test["status"], "passed" if row["verdict"] == "passed" else "failed")
        assert test["status"] == "passed" or test["score"] < test["max_score"]
        if test["status"] == "failed":
            tells(test["output"], row)

def check_classroom50():
    texts = "schema classroom assignment submission commit release review datetime".split()
    found = document({**dict.fromkeys(texts, str), "score": int, "max-score": int, "tests": list})
    assert all(found[key] for key in texts)
    same(found["schema"], "classroom50/result/v1")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found["datetime"]), found["datetime"]
    same((found["score"], found["max-score"]), (points, most))
    same(found["review"], found["commit"])
    same(len(found["tests"]), len(rows))
    for test, row in zip(found["tests"], rows):
        fits(test, {"test-name": str, "passed": bool, "score": int, "max-score": int})
        same(test, {"test-name": row["test"], "passed": row["verdict"] == "passed",
                    "score": row["points"], "max-score": row["of"]})
        assert test["passed"] or test["score"] < test["max-score"]

def check_exercism():
    found = document(dict(version=int, status=str, tests=list), ["message"])
    all_passed = all(row["verdict"] == "passed" for row in rows)
    same(found["version"], 3)
    same(found["status"], "error" if none_ran else "pass" if all_passed else "fail")
    same(type(found["message"]), str if none_ran else type(None))
    if none_ran:
        tells(found["message"], rows[0])
    same(len(found["tests"]), len(rows))
    for test, row in zip(found["tests"], rows):
        fits(test, dict(name=str, status=str), ["message"])
        same(test["name"], row["test"])
        assert test["status"] in ("pass", "fail", "error")
        same(test["status"] == "pass", row["verdict"] == "passed")
        if row["verdict"] == "not run":
            same(test["status"], "error")
        if test["status"] != "pass":
            tells(test["message"], row)

globals()["check_" + format]()
PYTHON
}

# -- each of them ---------------------------------------------------------------------------------

@test "formats: tap is TAP 14, with one plan and a block of YAML for each test" {
  well_formed tap
}

@test "formats: json gives back each cell of the verdict" {
  well_formed json
}

@test "formats: junit is XML that counts what it holds" {
  well_formed junit
}

@test "formats: gradescope has plain text only, and scores that add up to the verdict's" {
  well_formed gradescope
}

@test "formats: gradescope tags a test with its category where the verdict has one" {
  awk 'BEGIN { FS = OFS = "\t" }
    /^#/ { print; next }
    { print $0, /^test\t/ ? "category" : "a \"b\"" }' verdicts/nasty.tsv >categories
  as gradescope categories >said
  [ "$(grep -cF '"tags": ["a \"b\""],' said)" -eq 10 ]
  ! command -v python3 >/dev/null || python3 checker.py gradescope categories <said
}

@test "formats: classroom50 has integers, and strings that are never empty" {
  well_formed classroom50
}

@test "formats: classroom50 says what its environment knows" {
  export CLASSROOM='c\1' ASSIGNMENT=queue SUBMISSION_TAG=submit/1 COMMIT_URL='https://a/b?c="d"' \
    RELEASE_URL=$'r\e\n' COMMIT_DATETIME=2026-01-02T03:04:05Z
  well_formed classroom50
  as classroom50 verdicts/skeleton.tsv >said
  for line in 'classroom": "c\\1"' 'assignment": "queue"' 'submission": "submit/1"' \
    'commit": "https://a/b?c=\"d\""' 'release": "r??"' 'review": "https://a/b?c=\"d\""' \
    'datetime": "2026-01-02T03:04:05Z"'; do
    grep -F "  \"$line," said
  done
  REVIEW_URL=https://e as classroom50 verdicts/skeleton.tsv | grep -F '"review": "https://e",'
}

@test "formats: exercism ends in error, with a message, only where nothing was run" {
  well_formed exercism
  as exercism verdicts/broken.tsv | grep -F '"status": "error",'
  as exercism verdicts/skeleton.tsv | grep -F '"status": "fail",'
  as exercism verdicts/reference.tsv | grep -F '"status": "pass",'
}

# gradescope ASSIGNMENT [FILE]: what Gradescope does with a submission, in a folder.  setup.sh is
# not run: explore is built already, and the Makefile here stands for the project's.
gradescope() {
  rm -rf autograder
  mkdir -p autograder/source/heddle autograder/submission autograder/results
  printf "grade:\n\t@sh '%s/assignment' grade '\$(A)' '\$(SUBMISSION)' \$(FORMAT)\n" "$grading" \
    >autograder/source/heddle/Makefile
  echo "$1" >autograder/source/assignment
  [ $# -eq 1 ] || cp "$2" autograder/submission/bounded_queue.c
  AUTOGRADER=$PWD/autograder sh "$grading/gradescope/run_autograder"
}

@test "formats: gradescope's run_autograder writes what make grade says" {
  gradescope bounded-queue broken.c
  as gradescope verdicts/broken.tsv | cmp - autograder/results/results.json
}

@test "formats: gradescope's run_autograder gives no score where the grader could not judge" {
  for case in 'bounded-queue|there is no .*/bounded_queue.c' 'none"\such|there is no assignment'; do
    gradescope "${case%%|*}"
    cat autograder/results/results.json
    grep '"output": "This was not graded, .*'"${case#*|}" autograder/results/results.json
    run grep -E '"(score|tests)"|make:' autograder/results/results.json
    [ "$status" -eq 1 ]
    ! command -v python3 >/dev/null || python3 -m json.tool autograder/results/results.json
  done
}

# -- all of them ----------------------------------------------------------------------------------

@test "formats: make grade writes each of them" {
  for format in $formats; do
    sh "$grading/assignment" grade bounded-queue broken.c "$format" >graded
    as "$format" verdicts/broken.tsv | cmp - graded
  done
  run -2 sh "$grading/assignment" grade bounded-queue broken.c nonesuch
  [[ $output =~ 'junit, gradescope, classroom50, exercism' ]]
}

@test "formats: none lets a submission's text command a terminal or a runner" {
  for format in $formats; do
    for verdict in verdicts/*.tsv; do
      echo "$format of $verdict"
      as "$format" "$verdict" >said
      [ -s said ]
      [ "$(LC_ALL=C tr -d '\n -~' <said)" = '' ]
      run grep -E '^[[:space:]]*::|##\[' said
      [ "$status" -eq 1 ] || { echo "$output"; return 1; }
    done
  done
}

@test "formats: a verdict that contradicts itself is a grader's error in each" {
  sed 's/^xml	crashed	1/xml	crashed	2/; s/4 of 14/5 of 14/' verdicts/nasty.tsv >all-points
  sed 's/4 of 14/5 of 14/' verdicts/nasty.tsv >a-wrong-sum
  sed '$d' verdicts/nasty.tsv >no-end
  grep -v '^sheet' verdicts/nasty.tsv >a-lost-test
  { grep '^#' verdicts/nasty.tsv | sed 's/4 of 14/0 of 0/; s/: 10 tests/: 0 tests/'; } >no-tests
  for format in $formats; do
    for verdict in all-points a-wrong-sum no-end a-lost-test no-tests; do
      echo "$format of $verdict"
      status=0
      as "$format" $verdict >said 2>wrong || status=$?
      [ "$status" -eq 2 ]
      [ ! -s said ]
      grep "^grader error: $verdict: " wrong
    done
  done
}

@test "formats: every awk that is here writes the same" {
  count=0
  for awk in mawk gawk 'gawk --posix' 'busybox awk' original-awk; do
    command -v "${awk%% *}" >/dev/null || continue
    count=$((count + 1))
    for format in $formats; do
      echo "$awk, $format"
      # shellcheck disable=SC2086
      LC_ALL=C $awk -f "$grading/verdict_file.awk" -f "$grading/$format.awk" verdicts/nasty.tsv \
        >said
      as "$format" verdicts/nasty.tsv | cmp - said
    done
  done
  [ $count -gt 1 ] || skip "there is one awk only"
}
