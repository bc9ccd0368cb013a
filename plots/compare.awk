# SPDX-License-Identifier: MIT
# compare.awk - lays out "Did this change make anything slower?" (after scales.awk).

END {
  if (!size["compare"])
    leave_out("the comparison has no rows")
  threshold = header["threshold"] + 0
  threshold = (threshold ? threshold : 5) / 100
  name_rows()
  y = head("Did this change make anything slower?", answer(), RIGHT)
  y = draw_comparison(y + 6)
  close_figure(y, "Dot: the median over pairs of processes, one of each side. Band: its " \
    "interval, for all rows together. Grey: within " 100 * threshold " %, too little to " \
    "count. Ring: unclear, more pairs are needed. Further left is better. " sides())
}

function row(k, name) { return cell["compare", k, name] }

function sides() {
  return (header["old"] == "" ? "" : "Old: " header["old"] ". ") \
    (header["new"] == "" ? "" : "New: " header["new"] ".")
}

# A bench, and what tells its rows apart.
function name_rows(   k, bench, rows_of, params, workers, more_params, more_workers) {
  for (k = 1; k <= size["compare"]; k++) {
    bench = row(k, "bench")
    if (rows_of[bench]++) {
      more_params[bench] = more_params[bench] || params[bench] != row(k, "params")
      more_workers[bench] = more_workers[bench] || workers[bench] != row(k, "workers")
    }
    params[bench] = row(k, "params")
    workers[bench] = row(k, "workers")
    tally[row(k, "verdict")]++
  }
  for (k = 1; k <= size["compare"]; k++) {
    bench = row(k, "bench")
    title_of[k] = spaced(bench) (more_params[bench] ? " " row(k, "params") : "") \
      (more_workers[bench] ? ", " many(row(k, "workers"), "worker") : "")
  }
}

function spaced(bench) {
  gsub(/@/, " ", bench)
  return bench
}

function answer(   text, one, k, worst) {
  text = tally["slower"] ? "Yes: " : "No: "
  if (!tally["slower"] && tally["unclear"])
    text = "As far as this run can tell, no: "
  text = text (tally["slower"] + 0) " slower, " (tally["faster"] + 0) " faster, " \
    (tally["same"] + 0) " the same, " (tally["unclear"] + 0) " unclear."
  if (tally["fail"])
    text = text " " tally["fail"] " failed."
  if (tally["skip"])
    text = text " " tally["skip"] verb(tally["skip"], " was", " were") " skipped."
  for (k = 1; k <= size["compare"]; k++)
    if (row(k, "verdict") == "slower" && (!worst || row(k, "ratio") > row(worst, "ratio")))
      worst = k
  return text (worst ? " Worst: " title_of[worst] ", " percent(row(worst, "ratio")) "." : "")
}

function percent(ratio,   p) {
  p = 100 * (ratio - 1)
  return ratio >= 2 ? times(ratio) : \
    sprintf("%s%.1f %%", p < -0.05 ? "−" : p < 0.05 ? "±" : "+", abs(p))
}

function draw_comparison(y,   k, low, high, name_width, bold, bottom, tick, count, i) {
  low = 1 - 2 * threshold
  high = 1 + 2 * threshold
  for (k = 1; k <= size["compare"]; k++) {
    bold = row(k, "verdict") ~ /slower|faster/
    title_of[k] = fit(title_of[k], NAME, bold, 225)
    name_width = most(name_width, width(title_of[k], NAME, bold))
    low = least(low, row(k, "lo"))
    high = most(high, row(k, "hi"))
  }
  # One row that is far out would press all others together.
  low = most(low, 0.25)
  high = least(high, 4)
  scale("x", "log", low * 0.99, high * 1.01, MARGIN + name_width + 16, RIGHT - 138)
  bottom = y + 14 + 28 * size["compare"]
  draw_frame(y + 12, bottom)
  for (k = 1; k <= size["compare"]; k++)
    compare_row(k, y + 14 + 28 * (k - 0.5))
  return bottom + 46
}

function draw_frame(top, bottom,   i, count, tick, label, x, last_x) {
  rect("areas", at("x", 1 / (1 + threshold)), top, at("x", 1 + threshold), bottom, "BAND")
  stroke("grid", at("x", 1), top, at("x", 1), bottom, "GREY")
  write("right", SMALL, 0, at("x", 1) - 8, top - 10, "MUTED", "← faster")
  write("left", SMALL, 0, at("x", 1) + 8, top - 10, "MUTED", "slower →")
  count = split("0.25 0.33333 0.5 0.66667 0.8 0.9 1 1.1 1.25 1.5 2 3 4", tick, " ")
  write("center", SMALL, 0, at("x", 1), bottom + 15, "MUTED", "same")
  for (i = 1; i <= count; i++) {
    x = at("x", tick[i])
    if (x < from_of["x"] || x > to_of["x"] || tick[i] == 1)
      continue
    stroke("grid", x, top, x, bottom, "GRID")
    if (abs(x - at("x", 1)) < 55 || last_x && x - last_x < 64)
      continue
    last_x = x
    write("center", SMALL, 0, x, bottom + 15, "MUTED", tick[i] >= 2 || tick[i] <= 0.5 ? \
      times(tick[i]) : sprintf("%s%.0f %%", tick[i] < 1 ? "−" : "+", 100 * abs(tick[i] - 1)))
  }
}

function within(x) { return least(most(x, from_of["x"]), to_of["x"]) }

function compare_row(k, y,   verdict, hue, ink, tint, bold, x1, x2, note) {
  verdict = row(k, "verdict")
  bold = verdict ~ /slower|faster/
  hue = verdict == "slower" ? "RED" : verdict == "faster" ? "BLUE" : "GREY"
  tint = verdict == "slower" ? "TINT_RED" : verdict == "faster" ? "TINT_BLUE" : "TINT_GREY"
  ink = text_colour(hue)
  describe(title_of[k] ": " (row(k, "ratio") == "" ? "" : percent(row(k, "ratio")) ", ") \
    verdict ".")
  write("right", NAME, bold, from_of["x"] - 12, y, "INK", title_of[k])
  write("left", NAME, bold, RIGHT - 62, y, ink, verdict)
  if (row(k, "ratio") == "") {
    note = row(k, "note") ~ /^(-|nan)?$/ ? "not measured" : row(k, "note")
    note = fit(note, SMALL, 0, RIGHT - 72 - from_of["x"])
    rect("halos", from_of["x"] + 3, y - 9, from_of["x"] + 9 + width(note, SMALL), y + 9, "PAPER")
    write("left", SMALL, 0, from_of["x"] + 6, y, "MUTED", note)
    return
  }
  write("right", NAME, bold, RIGHT - 72, y, ink, percent(row(k, "ratio")))
  if (row(k, "lo") != "" && row(k, "hi") != "") {
    x1 = within(at("x", row(k, "lo")))
    x2 = most(within(at("x", row(k, "hi"))), x1 + 3)
    rect("tints", x1, y - 7, x2, y + 7, tint)
  }
  point("rims", within(at("x", row(k, "ratio"))), y, "PAPER")
  point(verdict == "unclear" ? "rings" : "dots", within(at("x", row(k, "ratio"))), y, hue)
}
