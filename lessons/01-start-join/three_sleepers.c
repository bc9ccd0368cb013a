/* SPDX-License-Identifier: MIT */
/* E1 - three threads that sleep 1, 2 and 1 seconds: start all, then join all.
 *
 * Starting does not wait and joining does, so the three sleeps overlap: the run lasts as
 * long as the longest of them, 2 seconds, and not 4.
 *
 * Expected: three "sleeping for N seconds" in any order, then
 *	slept for 1 seconds
 *	slept for 1 seconds
 *	slept for 2 seconds
 */
#include "lesson.h"

struct sleeper {
	int seconds;
	hd_trace_row row;
};

static void *work(void *arg)
{
	struct sleeper *me = arg;
	hd_trace *trace = lesson_trace();

	if (trace)
		hd_trace_start(trace, me->row, hd_thread_current_name());
	lesson_say("sleeping for %d seconds", me->seconds);
	lesson_sleep(me->seconds);
	lesson_say("slept for %d seconds", me->seconds);
	if (trace)
		hd_trace_end(trace, me->row, "finished");
	return NULL;
}

int main(int argc, char **argv)
{
	/* Each thread gets the address of an element of its own, which lives until all
	 * have been joined.  broken_loop_variable shows what happens otherwise. */
	struct sleeper sleepers[] = {{.seconds = 1}, {.seconds = 2}, {.seconds = 1}};
	enum { COUNT = sizeof sleepers / sizeof *sleepers };
	hd_thread *threads[COUNT];

	lesson_begin(argc, argv, "E1: three threads sleep at the same time.", 0, NULL);
	for (int i = 0; i < COUNT; i++) {
		if (lesson_trace())
			sleepers[i].row = hd_trace_submit(lesson_trace(), NULL);
		must(hd_thread_start(work, &sleepers[i], NULL, &threads[i]));
	}

	/* The second sleeps longest, so the third has already ended when its turn
	 * comes: to join a thread that has ended returns at once. */
	for (int i = 0; i < COUNT; i++) {
		must(hd_thread_join(threads[i], HD_FOREVER, NULL));
		hd_thread_unref(threads[i]);
	}
	return lesson_end();
}
