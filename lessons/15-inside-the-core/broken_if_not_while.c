/* SPDX-License-Identifier: MIT */
/* Broken - `if` in place of `while` around a condition's wait.
 *
 * Wrong: the worker thinks that who was woken has something to take.  But between the signal
 * and the moment in which the worker has the lock again, anything may happen: here the job
 * is taken back.  (It may also wake without any signal: POSIX allows that.)
 *
 * A run shows: the worker takes a job that is not there.  Exit status 1 if it did.  Mended
 * in the second round: `while` looks again, and the worker sleeps on until there is a job.
 */
#include <semaphore.h>

#include "lesson.h"
#include "sync.h"

/* Locking discipline: lock guards the fields below it. */
static struct {
	sem_t about_to_wait; /* posted under the lock, which only the wait gives up */

	pthread_mutex_t lock;
	pthread_cond_t changed;
	int jobs;
	bool look_again; /* while, not if */
} pool;

static void wait_for(sem_t *semaphore)
{
	while (sem_wait(semaphore) != 0)
		continue; /* a signal came between */
}

static void *work(void *arg)
{
	hd_lock(&pool.lock);
	if (pool.look_again) {
		while (pool.jobs == 0) {
			sem_post(&pool.about_to_wait);
			hd_cond_wait(&pool.changed, &pool.lock, HD_NEVER);
		}
	} else if (pool.jobs == 0) {
		sem_post(&pool.about_to_wait);
		hd_cond_wait(&pool.changed, &pool.lock, HD_NEVER);
	}
	pool.jobs--;
	lesson_say("  the worker takes a job: %d left", pool.jobs);
	hd_unlock(&pool.lock);
	return arg;
}

/* Puts a job in and wakes the worker; takes it back before anybody else had the lock. */
static void put_and_take_back(void)
{
	wait_for(&pool.about_to_wait);
	hd_lock(&pool.lock); /* we have it: so the worker sleeps on the condition */
	pool.jobs++;
	hd_signal(&pool.changed);
	pool.jobs--;
	lesson_say("  one job put in, the worker signalled, the job taken back");
	hd_unlock(&pool.lock);
}

static void put(void)
{
	wait_for(&pool.about_to_wait); /* it went back to sleep */
	hd_lock(&pool.lock);
	pool.jobs++;
	hd_signal(&pool.changed);
	lesson_say("  one job put in, the worker signalled");
	hd_unlock(&pool.lock);
}

/* Did the worker take what was not there? */
static bool round_of(bool look_again)
{
	hd_thread *worker;

	pool.look_again = look_again;
	pool.jobs = 0;
	must(sem_init(&pool.about_to_wait, 0, 0) ? HD_EINVAL : 0);
	hd_mutex_init(&pool.lock);
	hd_cond_init(&pool.changed);
	must(hd_thread_start(work, NULL, NULL, &worker));
	put_and_take_back();
	if (look_again)
		put();
	must(hd_thread_join(worker, HD_FOREVER, NULL));
	hd_thread_unref(worker);
	hd_cond_destroy(&pool.changed);
	hd_mutex_destroy(&pool.lock);
	sem_destroy(&pool.about_to_wait);
	return pool.jobs < 0;
}

int main(int argc, char **argv)
{
	bool wrong;

	lesson_begin(argc, argv, "Broken: an if around a wait.", 0, NULL);
	lesson_say("if:");
	wrong = round_of(false);
	lesson_say("while:");
	wrong |= round_of(true);
	return lesson_end() || wrong;
}
