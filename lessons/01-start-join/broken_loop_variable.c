/* SPDX-License-Identifier: MIT */
/* E1 broken - the loop variable is passed by address.
 *
 * What is wrong: all three threads get the address of the one variable i, which the
 * loop goes on changing.  A thread reads it when it gets round to it, and by then the
 * loop has ended.  The sleep before the read only makes that sure: without it each run
 * reads what it happens to find, and now and then all is well.
 *
 * What a run shows: three times "thread 3 sleeps", although 0, 1 and 2 were meant.
 * Exit status: 1 when a thread missed its own number, 0 when each found it.
 *
 * The cure: pass the value, (void *)(intptr_t)i, or an array element of the thread's own.
 */
#include "lesson.h"

enum { COUNT = 3 };

static void *work(void *arg)
{
	int *number = arg;
	int seen;

	lesson_sleep(0.5);
	seen = *number;
	lesson_say("thread %d sleeps", seen);
	return (void *)(intptr_t)seen;
}

int main(int argc, char **argv)
{
	hd_thread *threads[COUNT];
	int wrong = 0;
	int i;

	lesson_begin(argc, argv, "Broken: the address of a loop variable.", 0, NULL);
	for (i = 0; i < COUNT; i++)
		must(hd_thread_start(work, &i, NULL, &threads[i]));

	for (int j = 0; j < COUNT; j++) {
		void *seen;

		must(hd_thread_join(threads[j], HD_FOREVER, &seen));
		hd_thread_unref(threads[j]);
		wrong += (intptr_t)seen != j;
	}
	lesson_say("%d of %d threads missed their number", wrong, COUNT);
	return lesson_end() || wrong;
}
