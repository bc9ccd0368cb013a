/* SPDX-License-Identifier: MIT */
/* Broken - the last look comes before the announcement.
 *
 * Wrong: the worker looks for work, finds none, and then says that it sleeps.  Work that is
 * published between the two finds nobody to wake, and nobody finds it: the wake-up is lost.
 * It needs one unlucky moment; a gate makes sure that we have it.
 *
 * A run shows: the worker sleeps, with work there, until its time is over.  Exit status 1 if
 * it did.  Mended in the second round, as lib/idle.c does it: first the announcement, then
 * the last look.  Whatever comes between, one of the two sees the other.
 */
#include <semaphore.h>
#include <stdatomic.h>

#include "lesson.h"
#include "parker.h"
#include "sync.h"

static struct {
	_Atomic bool work, asleep;
	struct hd_parker *parker; /* the worker's, who is joined after every wake-up */
	sem_t between, go_on;	  /* the gate: the worker stands between its steps */
	bool announce_first;
	bool slept_through;
} pool;

static void wait_for(sem_t *semaphore)
{
	while (sem_wait(semaphore) != 0)
		continue; /* a signal came between */
}

static void unlucky_moment(void)
{
	sem_post(&pool.between);
	wait_for(&pool.go_on);
}

static void *work(void *arg)
{
	double timeout = lesson_seconds(1);
	bool found;

	pool.parker = hd_parker_self();
	if (pool.announce_first) {
		atomic_store(&pool.asleep, true);
		unlucky_moment();
		found = atomic_load(&pool.work);
	} else {
		found = atomic_load(&pool.work);
		unlucky_moment();
		atomic_store(&pool.asleep, true);
	}
	if (!found)
		pool.slept_through = !hd_park(pool.parker, hd_deadline(timeout));
	return arg;
}

static void submit(void)
{
	atomic_store(&pool.work, true);
	if (atomic_load(&pool.asleep)) {
		lesson_say("  submit: the worker sleeps, so it is woken");
		hd_unpark(pool.parker);
	} else {
		lesson_say("  submit: the worker is awake, so it will see the work");
	}
}

/* Did the worker sleep while there was work? */
static bool round_of(bool announce_first)
{
	hd_thread *worker;

	atomic_store(&pool.work, false);
	atomic_store(&pool.asleep, false);
	pool.announce_first = announce_first;
	pool.slept_through = false;
	must(sem_init(&pool.between, 0, 0) ? HD_EINVAL : 0);
	must(sem_init(&pool.go_on, 0, 0) ? HD_EINVAL : 0);
	must(hd_thread_start(work, NULL, NULL, &worker));
	wait_for(&pool.between);
	submit();
	sem_post(&pool.go_on);
	must(hd_thread_join(worker, HD_FOREVER, NULL));
	hd_thread_unref(worker);
	sem_destroy(&pool.between);
	sem_destroy(&pool.go_on);
	lesson_say("  the worker %s", pool.slept_through
					      ? "slept a whole unit beside its work"
					      : "has the work");
	return pool.slept_through;
}

int main(int argc, char **argv)
{
	bool lost;

	lesson_begin(argc, argv, "Broken: a wake-up is lost.", 0, NULL);
	lesson_say("last look, then announcement:");
	lost = round_of(false);
	lesson_say("announcement, then last look:");
	lost |= round_of(true);
	return lesson_end() || lost;
}
