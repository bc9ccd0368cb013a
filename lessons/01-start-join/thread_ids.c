/* SPDX-License-Identifier: MIT */
/* E35, identity part - every thread has a number of its own, and knows it.
 *
 * Three threads sleep 4, 3 and 2 seconds and tell who they are; what the thread itself
 * sees is what its handle says from outside.  A fourth, started when the three have
 * ended, gets a new number: unlike a pthread_t, an ident is never handed out twice.
 *
 * Expected: "thread N started" with "thread N : <ident>", in any order of N, then
 *	thread 3 completed
 *	thread 2 completed
 *	thread 1 completed
 *	3 idents, all different, the same from inside and outside
 *	thread 4 started
 *	thread 4 : <ident>
 *	thread 4 completed
 *	its ident is a new one
 */
#include <inttypes.h>

#include "lesson.h"

enum { COUNT = 4 };

static struct sleeper {
	int number, seconds;
	hd_trace_row row;
	uint64_t ident; /* what the thread saw; read after the join */
} sleepers[COUNT] = {{.number = 1, .seconds = 4},
		     {.number = 2, .seconds = 3},
		     {.number = 3, .seconds = 2},
		     {.number = 4, .seconds = 1}};

static void *work(void *arg)
{
	struct sleeper *me = arg;
	hd_trace *trace = lesson_trace();

	if (trace)
		hd_trace_start(trace, me->row, hd_thread_current_name());
	me->ident = hd_thread_ident(hd_thread_current());
	lesson_say("thread %d started\nthread %d : %" PRIu64, me->number, me->number,
		   me->ident);
	lesson_sleep(me->seconds);
	lesson_say("thread %d completed", me->number);
	if (trace)
		hd_trace_end(trace, me->row, "finished");
	return NULL;
}

static hd_thread *start(struct sleeper *sleeper)
{
	char name[32];
	hd_thread *thread;

	snprintf(name, sizeof name, "sleeper-%d", sleeper->number);
	if (lesson_trace())
		sleeper->row = hd_trace_submit(lesson_trace(), name);
	must(hd_thread_start(work, sleeper, name, &thread));
	return thread;
}

/* Joins; true if the ident seen inside is that of the handle, and no earlier thread's. */
static bool join(hd_thread *thread, int i)
{
	bool own;

	must(hd_thread_join(thread, HD_FOREVER, NULL));
	own = hd_thread_ident(thread) == sleepers[i].ident;
	for (int j = 0; j < i; j++)
		own = own && sleepers[j].ident != sleepers[i].ident;
	hd_thread_unref(thread);
	return own;
}

int main(int argc, char **argv)
{
	hd_thread *threads[COUNT];
	int own = 0;

	lesson_begin(argc, argv, "E35: threads and the numbers that name them.", 0, NULL);
	for (int i = 0; i < 3; i++)
		threads[i] = start(&sleepers[i]);
	for (int i = 0; i < 3; i++)
		own += join(threads[i], i);
	lesson_say("%d idents, all different, the same from inside and outside", own);

	threads[3] = start(&sleepers[3]);
	lesson_say("its ident is %s", join(threads[3], 3) ? "a new one" : "an old one");
	return lesson_end();
}
