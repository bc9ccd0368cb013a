/* SPDX-License-Identifier: MIT */
/* idle - who searches, who sleeps, who is woken: no task lies there while everybody sleeps, and
 * of two tasks that were published both run, if there are two workers (I1 in lib/idle.h).
 *
 * The workers here find, run and wait as those in lib/worker.c do, but what they find is a
 * number that says how many tasks there are.  The tasks of the cases with "two" wait for each
 * other: one worker alone never gets through.
 *
 * case one: one task, two workers
 * case two: two tasks published by one thread
 * case two_publishers: two tasks published by two threads
 * case two_spinning: searching lasts a few rounds
 * case two_stolen: as with tasks in a deque: each publisher wakes, and takers pass nothing on
 * case gone: a sleeper gets up by itself while a publisher is about to wake it
 * case timed: the worker that is woken gives up at that moment, and another one sleeps
 * case close: everybody is told that there will be nothing more
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include <semaphore.h>

#include "heddle/clock.h"
#include "idle.h"

enum { CREW = 2 };

static struct {
	struct hd_idlers idlers;
	struct {
		struct hd_sleeper sleeper;
		struct hd_parker parker;
	} crew[CREW]; /* they last until nobody can wake them any more */
	atomic_int hired;
	atomic_int queued; /* tasks that nobody has taken */
	atomic_bool closed;
	sem_t done;		/* goes up with each task that has run */
	pthread_barrier_t pair; /* where two tasks wait for each other */
	bool paired;
	bool stolen; /* tasks are published and taken as in a deque, not as in the queue */
} s;

static bool look(void *unused)
{
	(void)unused;
	return atomic_load(&s.queued);
}

static bool look_or_closed(void *unused)
{
	return atomic_load(&s.closed) || look(unused);
}

/* Takes a task; who takes from the queue wakes the next worker if there are more. */
static bool find(void)
{
	int queued = atomic_load(&s.queued);

	while (queued)
		if (atomic_compare_exchange_weak(&s.queued, &queued, queued - 1)) {
			if (!s.stolen && look(NULL))
				hd_idlers_wake_one(&s.idlers, look, NULL);
			return true;
		}
	return false;
}

static void run(struct hd_sleeper *me)
{
	hd_idlers_stop_searching(&s.idlers, me, look, NULL);
	if (s.paired)
		pthread_barrier_wait(&s.pair);
	sem_post(&s.done);
}

static struct hd_sleeper *new_sleeper(void)
{
	int i = atomic_fetch_add(&s.hired, 1);

	CHECK(i < CREW);
	return &s.crew[i].sleeper;
}

static void *worker(void *unused)
{
	struct hd_sleeper *me = new_sleeper();

	for (;;) {
		if (find())
			run(me);
		else if (atomic_load(&s.closed) && !look(NULL))
			break;
		else
			hd_idlers_wait(&s.idlers, me, look_or_closed, NULL, HD_NEVER);
	}
	hd_idlers_stop_searching(&s.idlers, me, look, NULL);
	return unused;
}

/* A worker that waits for something else, until a deadline, and works meanwhile. */
static void *impatient(void *unused)
{
	struct hd_sleeper *me = new_sleeper();
	int64_t deadline = hd_deadline(0.001);

	while (hd_now() < deadline) {
		if (find())
			run(me);
		else
			hd_idlers_wait(&s.idlers, me, look, NULL, deadline);
	}
	hd_idlers_stop_searching(&s.idlers, me, look, NULL);
	return unused;
}

static void *publish(void *unused)
{
	if (atomic_fetch_add(&s.queued, 1) == 0 || s.stolen)
		hd_idlers_wake_one(&s.idlers, look, NULL);
	return unused;
}

static void open_with(bool spinning, bool paired)
{
	hd_idlers_init(&s.idlers, spinning);
	for (int i = 0; i < CREW; i++) {
		hd_parker_init(&s.crew[i].parker);
		s.crew[i].sleeper = (struct hd_sleeper){.parker = &s.crew[i].parker,
							.patience = HD_SPIN_ROUNDS};
	}
	atomic_init(&s.hired, 0);
	atomic_init(&s.queued, 0);
	atomic_init(&s.closed, false);
	CHECK_INT(sem_init(&s.done, 0, 0), 0);
	CHECK_INT(pthread_barrier_init(&s.pair, NULL, 2), 0);
	s.paired = paired;
	s.stolen = false;
}

static void close_all(void)
{
	atomic_store(&s.closed, true);
	hd_idlers_wake_all(&s.idlers);
}

/* Waits until so many tasks have run, and ends the workers. */
static void end(int tasks, pthread_t a, pthread_t b)
{
	for (int i = 0; i < tasks; i++)
		CHECK_INT(sem_wait(&s.done), 0);
	close_all();
	join(a);
	join(b);
	CHECK_INT(s.queued, 0);
	CHECK_INT(s.idlers.asleep, 0);
	CHECK(!s.idlers.searching);
	pthread_barrier_destroy(&s.pair);
	sem_destroy(&s.done);
	for (int i = 0; i < CREW; i++)
		hd_parker_destroy(&s.crew[i].parker);
	hd_idlers_destroy(&s.idlers);
}

static void one(void)
{
	pthread_t a, b;

	open_with(false, false);
	a = start(worker, NULL);
	b = start(worker, NULL);
	publish(NULL);
	end(1, a, b);
}

static void publish_two(bool spinning, bool stolen)
{
	pthread_t a, b;

	open_with(spinning, true);
	s.stolen = stolen;
	a = start(worker, NULL);
	b = start(worker, NULL);
	publish(NULL);
	publish(NULL);
	end(2, a, b);
}

static void two(void)
{
	publish_two(false, false);
}

static void two_spinning(void)
{
	publish_two(true, false);
}

static void two_stolen(void)
{
	publish_two(false, true);
}

static void two_publishers(void)
{
	pthread_t a, b, publisher;

	open_with(false, true);
	a = start(worker, NULL);
	b = start(worker, NULL);
	publisher = start(publish, NULL);
	publish(NULL);
	join(publisher);
	end(2, a, b);
}

static void timed(void)
{
	pthread_t a, b;

	open_with(false, false);
	a = start(worker, NULL);
	b = start(impatient, NULL);
	publish(NULL);
	end(1, a, b);
}

/* Sleeps for no time at all. */
static void *doze(void *unused)
{
	struct hd_sleeper *me = new_sleeper();

	hd_idlers_wait(&s.idlers, me, look, NULL, hd_now());
	hd_idlers_stop_searching(&s.idlers, me, look, NULL);
	return unused;
}

static void gone(void)
{
	pthread_t a, b, publisher;

	open_with(false, false);
	a = start(doze, NULL);
	b = start(worker, NULL);
	publisher = start(publish, NULL);
	CHECK_INT(sem_wait(&s.done), 0);
	publish(NULL); /* while the first publisher may still be about to wake somebody */
	join(publisher);
	end(1, a, b);
}

static void close_it(void)
{
	pthread_t a, b;

	open_with(false, false);
	a = start(worker, NULL);
	b = start(worker, NULL);
	end(0, a, b);
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"one", one},
		{"two", two},
		{"two_publishers", two_publishers},
		{"two_spinning", two_spinning},
		{"two_stolen", two_stolen},
		{"gone", gone},
		{"timed", timed},
		{"close", close_it},
		{NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
