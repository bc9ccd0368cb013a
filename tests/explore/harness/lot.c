/* SPDX-License-Identifier: MIT */
/* lot - the parking lot: whoever waits for a task is woken when it settles, late or early; and
 * after a waiter took itself out, nobody touches the memory it waited on, which is gone then.
 *
 * case forever: two threads wait for one task while a third settles it
 * case timed: a waiter's time ends at the moment in which the task settles
 * case neighbours: two tasks in one bucket, a waiter for each
 * case kinds: a set, a result and a callback wait for one task: told in that order, once
 * case leaving: watchers beside each other in the ring go while the task settles
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include "heddle/clock.h"
#include "lot.h"
#include "sync.h"
#include "task.h"

/* All that a waiting thread has, in a block of its own, so that a touch too late shows. */
struct waiter {
	struct hd_parker parker;
	struct hd_wait wait;
	struct hd_watcher watcher;
};

static int value = 42;

static struct waiter *new_waiter(void)
{
	struct waiter *me = calloc(1, sizeof *me);

	CHECK(me);
	hd_parker_init(&me->parker);
	me->wait.parker = &me->parker;
	me->watcher.kind = HD_WATCH_RESULT;
	me->watcher.wait = &me->wait;
	return me;
}

static void free_waiter(struct waiter *me)
{
	hd_parker_destroy(&me->parker);
	free(me);
}

/* As sleep_until_done in lib/future.c. */
static bool wait_for(hd_future *task, int64_t deadline)
{
	struct waiter *me = new_waiter();
	bool fired = false;

	if (hd_lot_watch(task, &me->watcher)) {
		while (!atomic_load(&me->wait.fired))
			if (!hd_park(&me->parker, deadline))
				break;
		hd_lot_unwatch(task, &me->watcher);
		fired = atomic_load(&me->wait.fired);
	}
	free_waiter(me);
	return fired || hd_future_done(task);
}

static void check_value(hd_future *task)
{
	void *result = NULL;

	OK(hd_future_result(task, 0, &result));
	CHECK(result == &value);
}

static void *wait_forever(void *task)
{
	CHECK(wait_for(task, HD_NEVER));
	check_value(task);
	hd_future_unref(task);
	return NULL;
}

static void *wait_a_moment(void *task)
{
	if (wait_for(task, hd_deadline(0.001)))
		check_value(task);
	hd_future_unref(task);
	return NULL;
}

static void *settle(void *task)
{
	OK(hd_future_set_result(task, &value, NULL));
	hd_future_unref(task);
	return NULL;
}

/* A pending task with so many references. */
static hd_future *new_task(int references)
{
	hd_future *task;

	OK(hd_future_new(&task));
	while (--references)
		hd_future_ref(task);
	return task;
}

static void forever(void)
{
	hd_future *task = new_task(3);
	pthread_t a = start(wait_forever, task), b = start(wait_forever, task);

	settle(task);
	join(a);
	join(b);
}

static void timed(void)
{
	hd_future *task = new_task(3);
	pthread_t a = start(wait_a_moment, task), b = start(settle, task);

	wait_a_moment(task);
	join(a);
	join(b);
}

static void neighbours(void)
{
	hd_future *task = new_task(2), *other = new_task(2);
	pthread_t a = start(wait_forever, task), b = start(wait_forever, other);
	pthread_t c = start(settle, other);

	settle(task);
	join(a);
	join(b);
	join(c);
}

/* -- what is told, and in which order ----------------------------------------------------- */

static atomic_int arrivals;
static atomic_int calls;

static void arrived(struct hd_watcher *watcher)
{
	(void)watcher;
	CHECK_INT(atomic_fetch_add(&arrivals, 1), 0);
	CHECK_INT(calls, 0);
}

static void *called(hd_future *task, void *arg)
{
	(void)arg;
	check_value(task);
	atomic_fetch_add(&calls, 1);
	return NULL;
}

static void *watch_and_leave(void *task)
{
	struct hd_watcher *watcher = calloc(1, sizeof *watcher);
	bool linked;

	CHECK(watcher);
	watcher->kind = HD_WATCH_SET;
	watcher->arrived = arrived;
	linked = hd_lot_watch(task, watcher);
	CHECK(linked || hd_future_done(task));
	hd_lot_unwatch(task, watcher);
	free(watcher);
	hd_future_unref(task);
	return NULL;
}

static void kinds(void)
{
	struct hd_watcher watcher = {.kind = HD_WATCH_SET, .arrived = arrived};
	hd_future *task = new_task(3);
	pthread_t a;
	bool linked;

	atomic_init(&arrivals, 0);
	atomic_init(&calls, 0);
	OK(hd_future_add_done_callback(task, called, NULL));
	linked = hd_lot_watch(task, &watcher);
	CHECK(linked);
	a = start(settle, task);
	CHECK(wait_for(task, HD_NEVER));
	CHECK_INT(arrivals, 1);
	OK(hd_future_add_done_callback(task, called, NULL));
	join(a);
	CHECK_INT(calls, 2);
	CHECK(!watcher.linked);
	hd_future_unref(task);
	hd_future_unref(task);
}

static void leaving(void)
{
	hd_future *task = new_task(3);
	pthread_t a, b;

	atomic_init(&arrivals, 0);
	atomic_init(&calls, 0);
	a = start(watch_and_leave, task);
	b = start(settle, task);
	wait_a_moment(task);
	join(a);
	join(b);
	CHECK(arrivals <= 1);
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"forever", forever}, {"timed", timed},	    {"neighbours", neighbours},
		{"kinds", kinds},     {"leaving", leaving}, {NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
