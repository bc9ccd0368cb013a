/* SPDX-License-Identifier: MIT */
/* session - one run: when it began, on which machine, and the header lines that say so.
 *
 *	struct session session;
 *
 *	session_begin(&session, argc, argv, seed, "unpinned");
 *	session_header(file, &session, "heddle-samples/1");
 *
 * Header lines, "# key: value": format, session, date, command, commit, seed, placement,
 * cpu, cpus_allowed, kernel, libc, compiler, flags, clock, load_start, steal_start; and
 * of a show run also load_end, steal_end, `peer: IMPL | TAKES_PART | VERSION` for each,
 * and `question: BENCH | UNIT | FLOOR | TEXT` for each bench.  Never a host's name.
 *
 * Time:     session_seconds is the time since session_begin, monotonic.
 */
#ifndef HEDDLE_SESSION_H
#define HEDDLE_SESSION_H

#include <stdint.h>
#include <stdio.h>

struct session {
	char name[20]; /* 20260102T030405Z */
	char date[24]; /* 2026-01-02T03:04:05Z */
	char command[512];
	uint64_t seed;
	const char *placement;
	int64_t start_ns;
	char load_start[32], steal_start[32];
};

void session_begin(struct session *session, int argc, char **argv, uint64_t seed,
		   const char *placement);

double session_seconds(const struct session *session);

/* All lines that are known when the run begins, and the two that are known at its end. */
void session_header(FILE *file, const struct session *session, const char *format);
void session_end(FILE *file);

#endif
