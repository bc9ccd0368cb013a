/* SPDX-License-Identifier: MIT */
/* What does this machine allow: how long does a cache line take to another processor and back?
 *
 * Two threads, each on a processor of its own, play a ball to each other; no pool can hand a
 * task over in less than half of that.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#include "bench.h"

static long n;

/* Even: the ball is here; odd: it is over there. */
static _Alignas(128) atomic_long ball;

/* Where the players may run, and the first and the last processor of those. */
static cpu_set_t allowed;
static int here, there;

static void stay_on(int cpu)
{
	cpu_set_t only;

	CPU_ZERO(&only);
	CPU_SET(cpu, &only);
	if (sched_setaffinity(0, sizeof only, &only))
		bench_stop("sched_setaffinity: %s", strerror(errno));
}

/* Who has lost the processor to another program should not be waited for in vain. */
static void wait_for_ball(long value)
{
	for (long spins = 1; atomic_load_explicit(&ball, memory_order_acquire) != value;
	     spins++)
		if (spins % 10000 == 0)
			sched_yield();
}

static void *play_back(void *unused)
{
	stay_on(there);
	for (long i = 0; i <= n; i++) {
		wait_for_ball(2 * i + 1);
		atomic_store_explicit(&ball, 2 * i + 2, memory_order_release);
	}
	return unused;
}

/* The first round trip only shows that the other one is there. */
static long line(void)
{
	pthread_t other;
	int64_t began = 0;
	int error;

	atomic_store(&ball, 0);
	error = pthread_create(&other, NULL, play_back, NULL);
	if (error)
		bench_stop("pthread_create: %s", strerror(error));
	for (long i = 0; i <= n; i++) {
		atomic_store_explicit(&ball, 2 * i + 1, memory_order_release);
		wait_for_ball(2 * i + 2);
		if (i == 0)
			began = bench_now();
	}
	bench_timed(bench_now() - began);
	pthread_join(other, NULL);
	return n;
}

/* Nobody has to say n: so many take a few milliseconds. */
static const char *open_line(const struct bench_case *c)
{
	n = bench_param(c, "n", 20000);
	if (sched_getaffinity(0, sizeof allowed, &allowed))
		return "the system does not say on which processors it may run";
	if (CPU_COUNT(&allowed) < 2)
		return "a cache line does not travel where there is one processor";
	here = there = -1;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &allowed)) {
			here = there < 0 ? cpu : here;
			there = cpu;
		}
	stay_on(here);
	return NULL;
}

static void close_line(void)
{
	sched_setaffinity(0, sizeof allowed, &allowed);
}

static const struct bench benches[] = {
	{"limit_line", open_line, line, close_line},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "machine", benches);
}
