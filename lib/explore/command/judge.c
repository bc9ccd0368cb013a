/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>

#include "judge.h"
#include "outputs.h"

/* What --expect wants, NULL without it. */
static const char *expected;
static size_t expected_size;

void judge_begin(const struct options *options)
{
	struct stat about;
	void *content;
	int fd;

	if (options->expect == NULL)
		return;
	fd = open(options->expect, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &about) != 0)
		die("--expect %s: %s", options->expect, strerror(errno));
	expected = "";
	expected_size = (size_t)about.st_size;
	if (expected_size == 0)
		return;
	content = mmap(NULL, expected_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (content == MAP_FAILED)
		die("--expect %s: %s", options->expect, strerror(errno));
	expected = content;
	close(fd);
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
