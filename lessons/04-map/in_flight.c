/* SPDX-License-Identifier: MIT */
/* E21 for long inputs - submit with at most so many tasks in flight.
 *
 * A queue has no end: whoever submits faster than the workers work fills the memory.  A
 * semaphore holds as many permits as tasks may be in flight, waiting or running.
 * Submitting takes one, and a task gives it back when it ends: then the submitter is
 * held back, and only as long as it must be.
 *
 * Expected, with four workers and two tasks in flight for each:
 *	40 tasks done, at most 8 in flight
 *	Wall time: 2 seconds
 */
#include <semaphore.h>
#include <stdatomic.h>

#include "lesson.h"

enum { COUNT = 40 };

static sem_t permits;
static atomic_int in_flight, done;

static void *task(void *arg)
{
	lesson_sleep(0.2);
	done++;
	in_flight--;
	must(sem_post(&permits)); /* the last thing: a failing task has to do it, too */
	return arg;
}

int main(int argc, char **argv)
{
	hd_executor *ex;
	int most = 0;

	lesson_begin(argc, argv, "Submitting with a limit of tasks in flight.", 4, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(sem_init(&permits, 0, 2 * (unsigned)lesson_workers()));
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < COUNT; i++) {
		char label[32];
		int now;

		snprintf(label, sizeof label, "task %d", i);
		hd_task job = {.fn = task, .label = label};
		must(sem_wait(&permits));
		now = ++in_flight;
		most = now > most ? now : most;
		must(hd_executor_submit_task(ex, &job, NULL));
	}
	must(hd_executor_free(&ex));
	lesson_say("%d tasks done, at most %d in flight", done, most);
	lesson_say("Wall time: %.0f seconds", lesson_elapsed());
	return lesson_end();
}
