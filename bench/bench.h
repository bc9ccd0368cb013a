/* SPDX-License-Identifier: MIT */
/* bench - what every measuring program is made of.
 *
 * A program offers benches.  A bench does some work, again and again, and checks what came
 * out; the runner behind bench_main does the rest: it warms up, takes the time, counts CPU
 * time and context switches, and speaks with the driver, which decides what is measured
 * when.
 *
 *	static const struct bench benches[] = {
 *		{"submit", open_pool, submit_all, close_pool},
 *		{NULL},
 *	};
 *
 *	int main(int argc, char **argv)
 *	{
 *		return bench_main(argc, argv, "heddle", benches);
 *	}
 *
 * By hand: `submit` lists its benches, `submit submit n=1000 workers=2` measures one of them.
 * With --serve it takes orders from its standard input (runner.c says which).
 *
 * Errors:   a bench that finds a wrong answer calls bench_fail; the sample is then no sample.
 * Threads:  all of these but bench_stop are for the thread that runs the bench.
 * Memory:   texts that a bench returns are its own and are not freed.
 * Time:     nanoseconds of the monotonic clock.
 */
#ifndef HEDDLE_BENCH_H
#define HEDDLE_BENCH_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What is measured: one row of a question. */
struct bench_case {
	const char *params; /* all of them, "n=1000 grain=10" */
	int workers;
	long n; /* the parameter n: how many tasks, items, futures; 1 if there is none */
};

struct bench {
	const char *name;
	/* Makes what is not to be measured: the pool, the arrays.  NULL, or why it cannot. */
	const char *(*open)(const struct bench_case *c);
	/* Does the work once, completely, and checks it.  Returns how many operations that
	 * were. */
	long (*once)(void);
	void (*close)(void);
};

/* Never returns a status other than 0, 1 (a bench failed) and 2 (bad usage).  impl is the
 * name under which its samples stand: "libuv". */
int bench_main(int argc, char **argv, const char *impl, const struct bench *benches);

/* The value of a parameter, a whole number: "grain"; otherwise, if it is not there. */
long bench_param(const struct bench_case *c, const char *name, long otherwise);

/* Now, in nanoseconds. */
int64_t bench_now(void);

/* -- inside once ------------------------------------------------------------------------------ */

/* One operation took so long.  A bench that calls this is timed by the sum of these, not by
 * the clock around it, and gets a histogram. */
void bench_record(int64_t ns);

/* Only so many nanoseconds of this call are to count. */
void bench_timed(int64_t ns);

/* A result that is not a time: so many bytes in this call.  Their sum stands in the sample's
 * note as bytes=VALUE. */
void bench_bytes(int64_t bytes);

/* The answer was wrong: what, and the numbers.  The sample is marked as failed; of several
 * failures the first is told. */
void bench_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Nothing more can be done, no memory, say: tells why, and ends the program with status 1.  May
 * be called anywhere, by any thread. */
void bench_stop(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* -- what tasks do ----------------------------------------------------------------------------- */

/* So many rounds of a chain of multiplications, each of which needs the one before: pure
 * computing, the same in every program.  A round takes about a nanosecond. */
static inline uint64_t bench_work(uint64_t x, long rounds)
{
	for (long i = 0; i < rounds; i++) {
		x ^= x >> 29;
		x *= 0xbf58476d1ce4e5b9U;
	}
	return x;
}

/* The bytes of memory that the process has in use. */
int64_t bench_resident(void);

#ifdef __cplusplus
}
#endif
#endif
