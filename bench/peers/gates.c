/* SPDX-License-Identifier: MIT */
#include "gates.h"

#include <malloc.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

static sem_t all, arrived, released;

__attribute__((constructor)) static void make_gates(void)
{
	sem_init(&all, 0, 0);
	sem_init(&arrived, 0, 0);
	sem_init(&released, 0, 0);
}

/* sem_wait ends early when a signal comes. */
static void take(sem_t *semaphore)
{
	while (sem_wait(semaphore))
		continue;
}

/* -- all of them ran -------------------------------------------------------------------------- */

static atomic_long left;

void countdown_set(long n)
{
	atomic_store(&left, n);
}

void count_down_by(long tasks)
{
	if (tasks && atomic_fetch_sub(&left, tasks) == tasks)
		sem_post(&all);
}

void count_down(void)
{
	count_down_by(1);
}

long countdown_wait(void)
{
	take(&all);
	if (atomic_load(&left))
		bench_fail("%ld tasks too many ran", -atomic_load(&left));
	return given.n;
}

/* -- workers that wait ------------------------------------------------------------------------ */

static pthread_barrier_t together;

void hold_worker(void)
{
	sem_post(&arrived);
	take(&released);
}

void held_wait(void)
{
	for (int i = 0; i < given.workers; i++)
		take(&arrived);
}

void held_release(void)
{
	for (int i = 0; i < given.workers; i++)
		sem_post(&released);
}

void meet_open(void)
{
	pthread_barrier_init(&together, NULL, (unsigned)given.workers);
}

void meet(void)
{
	pthread_barrier_wait(&together);
}

void meet_close(void)
{
	pthread_barrier_destroy(&together);
}

/* -- memory ----------------------------------------------------------------------------------- */

static int64_t before;

void memory_open(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
	before = bench_resident();
}

void memory_say(void)
{
	bench_bytes(bench_resident() - before);
}
