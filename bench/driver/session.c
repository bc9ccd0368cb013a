/* SPDX-License-Identifier: MIT */
#include "session.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "ask.h"

#ifndef HEDDLE_FLAGS
#define HEDDLE_FLAGS "unknown"
#endif

#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

double session_seconds(const struct session *session)
{
	return (double)(now() - session->start_ns) * 1e-9;
}

/* -- what the machine does -------------------------------------------------------------------- */

static void load(char *text, size_t size)
{
	double one, five, fifteen;
	char line[80];

	look("/proc/loadavg", "", line, sizeof line);
	if (sscanf(line, "%lf %lf %lf", &one, &five, &fifteen) == 3)
		snprintf(text, size, "%.2f %.2f %.2f", one, five, fifteen);
	else
		snprintf(text, size, "unknown");
}

/* Seconds that a hypervisor gave to others, of all CPUs together, since the start. */
static void steal(char *text, size_t size)
{
	long long ticks;
	char line[200];

	look("/proc/stat", "cpu ", line, sizeof line);
	if (sscanf(line, "%*d %*d %*d %*d %*d %*d %*d %lld", &ticks) == 1)
		snprintf(text, size, "%.2f s",
			 (double)ticks / (double)sysconf(_SC_CLK_TCK));
	else
		snprintf(text, size, "unknown");
}

static void put_cpu(FILE *file)
{
	struct utsname system;
	char text[128];

	look("/proc/cpuinfo", "model name", text, sizeof text);
	if (!*text && !uname(&system))
		snprintf(text, sizeof text, "%s", system.machine);
	fprintf(file, "# cpu: %s\n", text);
	look("/proc/self/status", "Cpus_allowed_list", text, sizeof text);
	fprintf(file, "# cpus_allowed: %s\n", text);
}

static void put_system(FILE *file)
{
	struct utsname system;
	char text[128] = "unknown";

	if (!uname(&system))
		fprintf(file, "# kernel: %s %s\n", system.sysname, system.release);
#ifdef _CS_GNU_LIBC_VERSION
	confstr(_CS_GNU_LIBC_VERSION, text, sizeof text);
#endif
	fprintf(file, "# libc: %s\n", text);
	fprintf(file, "# compiler: %s\n# flags: %s\n", COMPILER, HEDDLE_FLAGS);
	look("/sys/devices/system/clocksource/clocksource0/current_clocksource", "", text,
	     sizeof text);
	fprintf(file, "# clock: CLOCK_MONOTONIC (%s)\n", *text ? text : "unknown");
}

static void put_commit(FILE *file)
{
	char commit[64], change[256];

	if (ask("git rev-parse --short=12 HEAD", commit, sizeof commit))
		snprintf(commit, sizeof commit, "unknown");
	else if (!ask("git status --porcelain", change, sizeof change) && *change)
		strcat(commit, " with changes");
	fprintf(file, "# commit: %s\n", commit);
}

/* -- the session ------------------------------------------------------------------------------ */

void session_begin(struct session *session, int argc, char **argv, uint64_t seed,
		   const char *placement)
{
	time_t clock = time(NULL);
	struct tm utc;
	size_t used = 0;

	*session = (struct session){.seed = seed, .placement = placement};
	gmtime_r(&clock, &utc);
	strftime(session->name, sizeof session->name, "%Y%m%dT%H%M%SZ", &utc);
	strftime(session->date, sizeof session->date, "%Y-%m-%dT%H:%M:%SZ", &utc);
	used += (size_t)snprintf(session->command, sizeof session->command,
				 "heddle-bench");
	for (int i = 0; i < argc && used < sizeof session->command; i++)
		used += (size_t)snprintf(session->command + used,
					 sizeof session->command - used, " %s", argv[i]);
	load(session->load_start, sizeof session->load_start);
	steal(session->steal_start, sizeof session->steal_start);
	session->start_ns = now();
}

void session_header(FILE *file, const struct session *session, const char *format)
{
	fprintf(file, "# format: %s\n# session: %s\n# date: %s\n# command: %s\n", format,
		session->name, session->date, session->command);
	put_commit(file);
	fprintf(file, "# seed: %llu\n# placement: %s\n",
		(unsigned long long)session->seed, session->placement);
	put_cpu(file);
	put_system(file);
	fprintf(file, "# load_start: %s\n# steal_start: %s\n", session->load_start,
		session->steal_start);
}

void session_end(FILE *file)
{
	char text[32];

	load(text, sizeof text);
	fprintf(file, "# load_end: %s\n", text);
	steal(text, sizeof text);
	fprintf(file, "# steal_end: %s\n", text);
}
