/* SPDX-License-Identifier: MIT */
/* harness - what the programs here share: cases, checks, threads.
 *
 * A harness drives one of the library's own algorithms with two to four threads and a handful
 * of operations, so that a controlled scheduler sees a good part of all its schedules.  It
 * never sleeps, ends by itself, and depends on nothing but the schedule.
 *
 *	static void nothing_is_lost(void)
 *	{
 *		pthread_t thread = start(push, NULL);
 *
 *		join(thread);
 *		CHECK_INT(count, 1);
 *	}
 *
 *	int main(int argc, char **argv)
 *	{
 *		return harness_main(argc, argv, (struct harness_case[]){
 *			{"nothing_is_lost", nothing_is_lost}, {NULL, NULL}});
 *	}
 *
 * `NAME CASE` runs one case; `NAME CASE 1000` runs it so many times; NAME alone runs each once.
 * The status is 0, or 1 after one line that says what broke.
 *
 * The first comment of a harness is read by programs, too: these lines stand in it.
 *
 *	case NAME: what is special about it
 *	schedules: 300 in make test, 200000 in make soak		(for each case)
 *
 * Harness and library are compiled with small rings, so that they wrap and grow at once; and
 * every task is a block of malloc's, so that a use after free shows, but in magazine.c.
 *
 * flags: -DHD_DEQUE_SIZE=2 -DHD_QUEUE_SIZE=2 -DHD_MAGAZINE_SIZE=2 -DHD_LOT_BUCKETS=1
 * flags: -DHD_SPIN_ROUNDS=2 -DHD_SANITIZED=0
 */
#ifndef HARNESS_H
#define HARNESS_H

#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "heddle/error.h"

struct harness_case {
	const char *name; /* NULL ends the table */
	void (*run)(void);
};

/* -- checks ------------------------------------------------------------------------------- */

#define CHECK(condition)                                                                 \
	((condition) ? (void)0                                                           \
		     : harness_fail(__FILE__, __LINE__, "%s is false", #condition))
#define CHECK_INT(actual, expected)                                                      \
	harness_int((intmax_t)(actual), (intmax_t)(expected), #actual, __FILE__, __LINE__)
#define OK(call) harness_code((call), #call, __FILE__, __LINE__)

/* Ends the process at once: other threads may stand anywhere. */
__attribute__((format(printf, 3, 4))) _Noreturn static inline void harness_fail(
	const char *file, int line, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%d: ", strrchr(file, '/') ? strrchr(file, '/') + 1 : file,
		line);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	_exit(1);
}

static inline void harness_int(intmax_t actual, intmax_t expected, const char *what,
			       const char *file, int line)
{
	if (actual != expected)
		harness_fail(file, line, "%s is %jd, not %jd", what, actual, expected);
}

static inline void harness_code(int code, const char *call, const char *file, int line)
{
	if (code)
		harness_fail(file, line, "%s: %s", call, hd_strerror(code));
}

/* -- threads ------------------------------------------------------------------------------ */

static inline pthread_t start(void *(*fn)(void *), void *arg)
{
	pthread_t thread;
	int failed = pthread_create(&thread, NULL, fn, arg);

	CHECK_INT(failed, 0);
	return thread;
}

static inline void join(pthread_t thread)
{
	int failed = pthread_join(thread, NULL);

	CHECK_INT(failed, 0);
}

/* -- cases -------------------------------------------------------------------------------- */

static inline int harness_main(int argc, char **argv, const struct harness_case *cases)
{
	int rounds = argc > 2 ? atoi(argv[2]) : 1;
	bool found = false;

	setenv("HEDDLE_NO_MAGAZINES", "1", 1);
	for (; cases->name; cases++) {
		if (argc > 1 && strcmp(argv[1], cases->name) != 0)
			continue;
		found = true;
		for (int i = 0; i < rounds; i++)
			cases->run();
	}
	if (!found)
		fprintf(stderr, "%s: there is no case '%s'\n", argv[0], argv[1]);
	return found ? 0 : 2;
}

#endif
