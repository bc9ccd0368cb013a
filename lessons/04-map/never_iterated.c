/* SPDX-License-Identifier: MIT */
/* E3 - map, and nobody asks for the results: everything runs all the same.
 *
 * map submits at the call.  Whoever wants no results gives NULL for the iterator; freeing
 * the executor waits.  Two workers sleep 1, 2 and 3 seconds: 4 in all.
 *
 * Expected:
 *	sleeping for 1 seconds
 *	sleeping for 2 seconds
 *	slept for 1 seconds
 *	sleeping for 3 seconds
 *	slept for 2 seconds
 *	slept for 3 seconds
 */
#include <semaphore.h>

#include "lesson.h"

enum { COUNT = 3 };

/* turn[n] is up when the task that sleeps n seconds may announce itself: the tasks
 * start in order, but two workers that wake at once race for the terminal. */
static sem_t turn[COUNT + 2];

static void *work(void *arg)
{
	int seconds = (int)(intptr_t)arg;

	must(sem_wait(&turn[seconds]));
	lesson_say("sleeping for %d seconds", seconds);
	must(sem_post(&turn[seconds + 1]));
	lesson_sleep(seconds);
	lesson_say("slept for %d seconds", seconds);
	return NULL;
}

int main(int argc, char **argv)
{
	hd_executor *ex;

	lesson_begin(argc, argv, "E3: a map that nobody iterates.", 2, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	hd_input seconds = hd_range(1, COUNT + 1);

	for (int i = 0; i < COUNT + 2; i++)
		must(sem_init(&turn[i], 0, i == 1));
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_map(ex, work, &seconds, 1, NULL, NULL));
	must(hd_executor_free(&ex));
	return lesson_end();
}
