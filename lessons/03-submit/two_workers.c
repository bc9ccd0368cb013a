/* SPDX-License-Identifier: MIT */
/* E2 - the three sleepers of lesson 01, on a pool of two workers.
 *
 * Two can sleep at a time, so the third begins when the first has ended, on the same
 * worker: 2 seconds all the same, with one thread less.  Nobody keeps a future: freeing
 * the executor waits for everything that it accepted.
 *
 * Expected:
 *	sleeping for 1 seconds
 *	sleeping for 2 seconds
 *	slept for 1 seconds
 *	sleeping for 1 seconds
 * then "slept for 1 seconds" and "slept for 2 seconds" at the same moment, in any order.
 */
#include <semaphore.h>

#include "lesson.h"

static struct job {
	int number, seconds;
} jobs[] = {{0, 1}, {1, 2}, {2, 1}};

enum { JOBS = sizeof jobs / sizeof *jobs };

/* turn[i] is up when job i may speak.  The jobs start in order, but two workers that wake
 * at once race for the terminal: so each lets the next one speak after itself. */
static sem_t turn[JOBS + 1];

static void *work(void *arg)
{
	struct job *job = arg;

	must(sem_wait(&turn[job->number]));
	lesson_say("sleeping for %d seconds", job->seconds);
	must(sem_post(&turn[job->number + 1]));
	lesson_sleep(job->seconds);
	lesson_say("slept for %d seconds", job->seconds);
	return NULL;
}

int main(int argc, char **argv)
{
	hd_executor *ex;

	lesson_begin(argc, argv, "E2: three sleepers, two workers.", 2, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	for (int i = 0; i <= JOBS; i++)
		must(sem_init(&turn[i], 0, i == 0));
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < JOBS; i++) {
		char label[32];

		snprintf(label, sizeof label, "sleep %d", jobs[i].seconds);
		hd_task task = {.fn = work, .arg = &jobs[i], .label = label};
		must(hd_executor_submit_task(ex, &task, NULL));
	}
	must(hd_executor_free(&ex));
	return lesson_end();
}
