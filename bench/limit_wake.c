/* SPDX-License-Identifier: MIT */
/* What does this machine allow: how long from the wake of a thread until it runs?
 *
 * A thread sleeps in the kernel, in a futex, as every lock and condition does in the end.
 * Another one wakes it, and then sleeps itself until it is answered.
 */
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

static long n;

enum { SLEEP, RUN, STOP };

static _Atomic uint32_t order, answered;
static int64_t awake_at; /* written before answered */
static struct timespec gap;

static long futex(_Atomic uint32_t *word, int operation, uint32_t value)
{
	return syscall(SYS_futex, word, operation | FUTEX_PRIVATE_FLAG, value, NULL, NULL,
		       0);
}

static void sleep_while(_Atomic uint32_t *word, uint32_t value)
{
	while (atomic_load(word) == value)
		futex(word, FUTEX_WAIT, value);
}

/* How many it woke. */
static long set_and_wake(_Atomic uint32_t *word, uint32_t value)
{
	atomic_store(word, value);
	return futex(word, FUTEX_WAKE, 1);
}

static void *obey(void *unused)
{
	for (;;) {
		sleep_while(&order, SLEEP);
		awake_at = bench_now();
		if (atomic_load(&order) == STOP)
			return unused;
		atomic_store(&order, SLEEP);
		set_and_wake(&answered, true);
	}
}

/* How long it took from the wake until the woken ran; below 0: it was not asleep yet. */
static int64_t wake(void)
{
	int64_t began = bench_now();
	bool woken;

	atomic_store(&answered, false);
	woken = set_and_wake(&order, RUN) == 1;
	sleep_while(&answered, false);
	return woken ? awake_at - began : -1;
}

static long wakes(void)
{
	pthread_t sleeper;
	int error;

	atomic_store(&order, SLEEP);
	error = pthread_create(&sleeper, NULL, obey, NULL);
	if (error)
		bench_stop("pthread_create: %s", strerror(error));
	for (long done = 0; done < n;) {
		int64_t took;

		nanosleep(&gap, NULL);
		took = wake();
		if (took >= 0)
			bench_record(took);
		done += took >= 0;
	}
	set_and_wake(&order, STOP);
	pthread_join(sleeper, NULL);
	return n;
}

/* The pause of gap_us before each is there for the sleeper's processor to fall asleep, too. */
static const char *open_wakes(const struct bench_case *c)
{
	long us = bench_param(c, "gap_us", 50);

	if (us < 0 || us >= 1000000)
		return "gap_us is from 0 to 999999";
	gap.tv_nsec = us * 1000;
	n = bench_param(c, "n", 100);
	return NULL;
}

static void close_none(void)
{
}

static const struct bench benches[] = {
	{"limit_wake", open_wakes, wakes, close_none},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "machine", benches);
}
