/* SPDX-License-Identifier: MIT */
#include "progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double often_s = 0.1, seldom_s = 20;

void progress_begin(struct progress *progress)
{
	const char *term = getenv("TERM");

	progress->terminal = isatty(STDERR_FILENO) && term && strcmp(term, "dumb");
	progress->next_s = 0;
}

void progress_show(struct progress *progress, double now_s, double left_s,
		   const char *stage, const char *what)
{
	int left = (int)(left_s < 0 ? 0 : left_s + 0.5);

	if (now_s < progress->next_s)
		return;
	progress->next_s = now_s + (progress->terminal ? often_s : seldom_s);
	if (progress->terminal)
		fprintf(stderr, "\r\033[K  %d:%02d left  %s  %.50s", left / 60, left % 60,
			stage, what);
	else
		fprintf(stderr, "heddle-bench: %s, %d:%02d left\n", stage, left / 60,
			left % 60);
	fflush(stderr);
}

void progress_clear(const struct progress *progress)
{
	if (progress->terminal)
		fprintf(stderr, "\r\033[K");
}
