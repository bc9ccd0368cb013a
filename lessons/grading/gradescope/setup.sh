#!/bin/sh
# SPDX-License-Identifier: MIT
#
# setup.sh - what Gradescope runs once, when it makes the image: installs tools, builds explore.
#
# The zip's root holds this file, run_autograder, `assignment` with the assignment's name in it,
# and the project, or the students' kit, in heddle/.  Gradescope unpacks it in
# /autograder/source.  That the skeleton is judged shows here already if something is missing.
set -eu
cd "${AUTOGRADER:-/autograder}/source"
name=$(cat assignment)
cd heddle
sh lessons/setup lessons
make grade "A=$name" "SUBMISSION=$(echo lessons/*/assignment-"$name"/skeleton.c)" FORMAT=text
