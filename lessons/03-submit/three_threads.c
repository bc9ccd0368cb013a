/* SPDX-License-Identifier: MIT */
/* E35 - three tasks tell which thread runs them; the last to start is the first to end.
 *
 * Sleeps of 4, 3 and 2 seconds on a pool of the default size: there is a worker for each,
 * so they all sleep at once, and end by length.
 *
 * Expected:
 *	thread 1 started
 *	thread 1 : <ident>
 *	thread 2 started
 *	thread 2 : <ident>
 *	thread 3 started
 *	thread 3 : <ident>
 *	thread 3 completed
 *	thread 2 completed
 *	thread 1 completed
 */
#include <inttypes.h>
#include <semaphore.h>

#include "lesson.h"

/* Two arguments for one task: a struct. */
struct job {
	int id, seconds;
};

enum { JOBS = 3 };

/* turn[id] is up when that task may speak: the tasks start in order, but workers that
 * wake at once race for the terminal. */
static sem_t turn[JOBS + 2];

static void *work(void *arg)
{
	struct job *job = arg;
	uint64_t ident = hd_thread_ident(hd_thread_current());

	must(sem_wait(&turn[job->id]));
	lesson_say("thread %d started\nthread %d : %" PRIu64, job->id, job->id, ident);
	must(sem_post(&turn[job->id + 1]));
	lesson_sleep(job->seconds);
	lesson_say("thread %d completed", job->id);
	return NULL;
}

int main(int argc, char **argv)
{
	hd_executor *ex;

	lesson_begin(argc, argv, "E35: three tasks and their threads.",
		     HD_DEFAULT_WORKERS, NULL);
	hd_executor_options options = {.trace = lesson_trace()};

	for (int i = 0; i < JOBS + 2; i++)
		must(sem_init(&turn[i], 0, i == 1));
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int id = 1; id <= JOBS; id++) {
		char label[32];
		struct job job = {.id = id, .seconds = 5 - id};

		/* job ends with this round of the loop: arg_size makes a copy. */
		snprintf(label, sizeof label, "task %d", id);
		hd_task task = {
			.fn = work, .arg = &job, .arg_size = sizeof job, .label = label};
		must(hd_executor_submit_task(ex, &task, NULL));
	}
	must(hd_executor_free(&ex));
	return lesson_end();
}
