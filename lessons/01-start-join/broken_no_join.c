/* SPDX-License-Identifier: MIT */
/* E1 broken - the join is forgotten.
 *
 * What is wrong: main starts a thread that needs a second for its answer, and reads the
 * answer at once.  Then it returns, and with main the whole process ends, the thread in
 * the middle of its work.
 *
 * What a run shows: "the answer is 0", and never "computed".
 * Exit status: 1 when the answer was read too early, 0 when it was there.
 *
 * The cure: hd_thread_join before the answer is read.
 */
#include <stdatomic.h>

#include "lesson.h"

/* Atomic, so that nothing is wrong here but the time of reading. */
static atomic_int answer;

static void *work(void *arg)
{
	(void)arg;
	lesson_sleep(1);
	answer = 42;
	lesson_say("computed");
	return NULL;
}

int main(int argc, char **argv)
{
	hd_thread *thread;
	int seen;

	lesson_begin(argc, argv, "Broken: nobody joins the thread.", 0, NULL);
	must(hd_thread_start(work, NULL, NULL, &thread));
	hd_thread_unref(thread); /* gives the handle back; it does not wait */
	seen = answer;
	lesson_say("the answer is %d", seen);
	return lesson_end() || seen != 42;
}
