/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "outputs.h"

/* What --expect wants, NULL without it. */
static char *expected;
static size_t expected_size;

/* A file of any kind, a pipe too. */
void judge_begin(const struct options *options)
{
	enum { PIECE = 1 << 16 };
	size_t capacity = 0, got;
	FILE *file;

	if (options->expect == NULL)
		return;
	file = fopen(options->expect, "re");
	if (file == NULL)
		die("--expect %s: %s", options->expect, strerror(errno));
	do {
		capacity += PIECE;
		expected = realloc(expected, capacity);
		if (expected == NULL)
			die("--expect %s: out of memory", options->expect);
		got = fread(expected + expected_size, 1, PIECE, file);
		expected_size += got;
	} while (got == PIECE);
	if (ferror(file))
		die("--expect %s: %s", options->expect, strerror(errno));
	fclose(file);
}

void judge(struct runner *runner)
{
	struct report *report = &runner->board->report;
	size_t size;
	char *output;

	if (expected == NULL || report->verdict != VERDICT_PASSED)
		return;
	output = runner_output(runner, &size);
	if (outputs_differ(output, size, expected, expected_size, report->text,
			   sizeof report->text))
		report->verdict = VERDICT_OUTPUT;
	free(output);
}

void judge_run(struct runner *runner)
{
	runner_run(runner);
	judge(runner);
}
