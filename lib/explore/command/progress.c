/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "progress.h"
#include "report.h"

/* Seconds between two looks: on a terminal the line is drawn over, in a log it stays. */
static const double on_terminal = 0.2, in_log = 10;

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void progress_begin(struct progress *progress, const struct options *options)
{
	*progress = (struct progress){
		.options = options, .started = now(), .terminal = isatty(STDERR_FILENO)};
	progress->shown = progress->started;
}

static double rate(const struct progress *progress, double seconds)
{
	return seconds > 0 ? (double)(progress->schedules + progress->redundant) / seconds
			   : 0;
}

static void show(struct progress *progress)
{
	double time = now();

	if (progress->options->quiet ||
	    time - progress->shown < (progress->terminal ? on_terminal : in_log))
		return;
	progress->shown = time;
	fprintf(stderr, "%sexplore: %llu schedules, %.0f a second, %llu failing%s",
		progress->terminal ? "\r" : "", (unsigned long long)progress->schedules,
		rate(progress, time - progress->started),
		(unsigned long long)progress->failing,
		progress->terminal ? "\033[K" : "\n");
	fflush(stderr);
}

void progress_hide(struct progress *progress)
{
	if (progress->terminal)
		fputs("\r\033[K", stderr);
	fflush(stderr);
}

void progress_saw(struct progress *progress, const struct report *report)
{
	progress->steps += report->steps;
	if (report->threads > progress->threads)
		progress->threads = report->threads;
	if (report->time > progress->longest)
		progress->longest = report->time;
	progress->leaked += report->leaked != 0;
	progress->races += report->races != 0;
	if (report->verdict == VERDICT_REDUNDANT)
		progress->redundant++;
	else
		progress->schedules++;
	if (verdict_fails(report->verdict))
		progress->failing++;
	show(progress);
}

void progress_end(struct progress *progress, const char *what)
{
	double seconds = now() - progress->started;
	uint64_t runs = progress->schedules + progress->redundant;

	progress_hide(progress);
	if (progress->leaked != 0)
		fprintf(stderr,
			"explore: note: %llu schedules left threads that nobody joined\n",
			(unsigned long long)progress->leaked);
	if (progress->races != 0 && progress->options->races == 1)
		fprintf(stderr, "explore: note: %llu schedules had data races\n",
			(unsigned long long)progress->races);
	fprintf(stderr, "explore: %s: ", progress->failing != 0 ? "failed" : "passed");
	if (progress->failing != 0)
		fprintf(stderr, "%llu of ", (unsigned long long)progress->failing);
	fprintf(stderr, "%llu schedule%s%s in %.2f s (%.0f a second), ",
		(unsigned long long)progress->schedules,
		progress->schedules == 1 ? "" : "s", what, seconds,
		rate(progress, seconds));
	fprintf(stderr,
		"about %.0f steps each, up to %u threads, %.3f s of virtual time\n",
		runs != 0 ? (double)progress->steps / (double)runs : 0, progress->threads,
		(double)progress->longest / 1e9);
}
