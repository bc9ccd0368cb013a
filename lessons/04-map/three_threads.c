/* SPDX-License-Identifier: MIT */
/* E36 - the three tasks of E35, from a map over two inputs: ids 1 2 3, sleeps 4 3 2.
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

enum { COUNT = 3 };

/* turn[id] is up when that task may speak: the tasks start in order, but workers that
 * wake at once race for the terminal. */
static sem_t turn[COUNT + 2];

static void *work(void *arg)
{
	void **items = arg;
	int id = *(int *)items[0], seconds = *(int *)items[1];
	uint64_t ident = hd_thread_ident(hd_thread_current());

	must(sem_wait(&turn[id]));
	lesson_say("thread %d started\nthread %d : %" PRIu64, id, id, ident);
	must(sem_post(&turn[id + 1]));
	lesson_sleep(seconds);
	lesson_say("thread %d completed", id);
	return NULL;
}

int main(int argc, char **argv)
{
	static const int ids[COUNT] = {1, 2, 3}, seconds[COUNT] = {4, 3, 2};
	hd_executor *ex;

	lesson_begin(argc, argv, "E36: three tasks from a map over two inputs.",
		     HD_DEFAULT_WORKERS, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	hd_input inputs[] = {hd_array(ids, COUNT, sizeof *ids),
			     hd_array(seconds, COUNT, sizeof *seconds)};

	for (int i = 0; i < COUNT + 2; i++)
		must(sem_init(&turn[i], 0, i == 1));
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_map(ex, work, inputs, 2, NULL, NULL));
	must(hd_executor_free(&ex));
	return lesson_end();
}
