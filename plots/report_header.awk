# SPDX-License-Identifier: MIT
# report_header.awk - reads what only the page needs (before results.awk, for the rows).
#
# From the header lines: said_of[TABLE, KEY], the questions, the peers.
# Tables `downloads` and `drawings` are lists that the script made: file and name or size.

BEGIN {
  question["metg"] = "How long must a task be for the workers to be worth it?"
}

TABLE == "downloads" { download[++downloads] = $1; download_size[downloads] = $2; next }
TABLE == "drawings" { drawing[++drawings] = $1; drawing_name[drawings] = $2; next }
FNR == 1 { in_header = 1 }
!/^#/ { in_header = 0 }
in_header && match($0, /^# *[^:]+: /) {
  keep_header(substr($0, 1, RLENGTH - 2), substr($0, RLENGTH + 1))
}

function keep_header(key, words) {
  sub(/^# */, "", key)
  sub(/\r$/, "", words)
  if (key == "question" || key == "peer") {
    if (TABLE == "summary")
      keep_parts(key, words)
    return
  }
  if (!((TABLE, key) in said_of))
    header_key[TABLE, ++header_keys[TABLE]] = key
  said_of[TABLE, key] = words
}

# question: BENCH | UNIT | FLOOR | TEXT, and peer: IMPL | TAKES_PART | VERSION.
function keep_parts(key, words,   part, count) {
  count = split(words, part, " [|] ")
  if (key == "peer" && count >= 3) {
    peer[++peers] = part[1]
    peer_part[peers] = part[2]
    peer_version[peers] = part[3]
  } else if (key == "question" && count >= 4) {
    asked[++questions] = part[1]
    question[part[1]] = substr(words, length(part[1] part[2] part[3]) + 10)
    if (part[3] != "-")
      floor_of[part[1]] = part[3]
  }
}

# A header line of the run, as it may stand in the page.
function about_run(key) { return html(said_of["summary", key]) }
