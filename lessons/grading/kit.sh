# shellcheck shell=sh
# SPDX-License-Identifier: MIT
#
# kit - what students get: all that is needed to do the assignments, and no solution.

# What a student needs of the project: the library, explore, the lessons.
kit_files() {
  if [ -d .git ] && command -v git >/dev/null; then
    git ls-files
  else
    find . -type f ! -path './build/*' ! -path './.git/*' | sed 's|^\./||'
  fi | grep -E '^(lib|lessons|plots)/|^(Makefile|LICENSE|\.clang-format)$' |
    grep -vE '^lessons/mine/|^lessons/[^/]*/assignment-[^/]*/(reference\.c|mutants/)' | sort
}

about_kit() {
  cat <<'EOT'
# heddle, for students

    sh lessons/start                sets up what is missing, and shows the lessons
    make start                      the assignments, and where you are
    make start A=bounded-queue      your copy of one, with a README that says all it has to do
    make try A=bounded-queue        tests it, and shows the interleavings that fail

[lessons/grading](lessons/grading/README.md) says what the verdicts mean, and `make help`
what else there is. Tests and benchmarks of heddle itself are not in this kit.
EOT
}

student_kit() {
  kit=$(cd "${HEDDLE_BUILD%/*}" && pwd) || exit 2
  kit=$kit/heddle-student-kit
  rm -rf "$kit" && mkdir -p "$kit" || exit 2
  kit_files >"$kit.list" || exit 2
  while IFS= read -r file; do
    mkdir -p "$kit/$(dirname "$file")" && cp -p "$file" "$kit/$file" || exit 2
  done <"$kit.list"
  about_kit >"$kit/README.md" || exit 2
  # The same files give the same bytes.
  tar -C "${kit%/*}" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
    -cf - heddle-student-kit | gzip -n >"$kit.tar.gz" || exit 2
  rm -rf "$kit" "$kit.list"
  echo "$kit.tar.gz"
  echo "students unpack it, and begin with: make start"
}
