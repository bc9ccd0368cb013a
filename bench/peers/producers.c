/* SPDX-License-Identifier: MIT */
#include "producers.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

#include "gates.h"

struct producer {
	pthread_t thread;
	long first, last;
	void (*submit)(long first, long last);
};

static sem_t ready, go;

static void take(sem_t *semaphore)
{
	while (sem_wait(semaphore))
		continue;
}

static void *run(void *arg)
{
	struct producer *producer = arg;

	sem_post(&ready);
	take(&go);
	producer->submit(producer->first, producer->last);
	return NULL;
}

/* Every producer has its share, and waits. */
static void start(struct producer *all, long producers,
		  void (*submit)(long first, long last))
{
	for (long p = 0; p < producers; p++) {
		int error;

		all[p].submit = submit;
		all[p].first = given.n * p / producers;
		all[p].last = given.n * (p + 1) / producers;
		error = pthread_create(&all[p].thread, NULL, run, &all[p]);
		must(!error, "pthread_create", strerror(error));
	}
	for (long p = 0; p < producers; p++)
		take(&ready);
}

long produce(void (*submit)(long first, long last))
{
	long producers = bench_param(&given, "producers", 1);
	struct producer *all = must_have(producers, sizeof *all);
	int64_t began;

	sem_init(&ready, 0, 0);
	sem_init(&go, 0, 0);
	countdown_set(given.n);
	start(all, producers, submit);
	began = bench_now();
	for (long p = 0; p < producers; p++)
		sem_post(&go);
	countdown_wait();
	bench_timed(bench_now() - began);
	for (long p = 0; p < producers; p++)
		pthread_join(all[p].thread, NULL);
	sem_destroy(&ready);
	sem_destroy(&go);
	free(all);
	return given.n;
}
