/* SPDX-License-Identifier: MIT */
/* E8 one at a time - imap gives results in input order, imap_unordered as they come.
 *
 * Four tasks sleep 4, 1, 0 and 2 seconds; the one that would sleep 0 raises instead.  Its
 * failure is given in its place, and the iteration goes on: nothing else is lost.
 *
 * Expected:
 *	imap:
 *	  4 at 4 seconds
 *	  1 at 4 seconds
 *	  (cannot sleep 0 seconds) at 4 seconds
 *	  2 at 4 seconds
 *	imap_unordered:
 *	  (cannot sleep 0 seconds) at 0 seconds
 *	  1 at 1 seconds
 *	  2 at 2 seconds
 *	  4 at 4 seconds
 */
#include "lesson.h"

static int naps[] = {4, 1, 0, 2};

static void *nap(void *arg)
{
	int seconds = *(int *)arg;

	if (seconds == 0)
		return hd_raise(1, "cannot sleep %d seconds", seconds);
	lesson_sleep(seconds);
	return (void *)(intptr_t)seconds;
}

static void show(const char *what, hd_imap *it)
{
	double start = lesson_elapsed();
	void *value;
	int code;

	lesson_say("%s:", what);
	while ((code = hd_imap_next(it, HD_FOREVER, &value)) != HD_END) {
		double now = lesson_elapsed() - start;

		if (code == HD_EFAILED) {
			lesson_say("  (%s) at %.0f seconds",
				   hd_imap_exception(it).message, now);
			continue;
		}
		must(code);
		lesson_say("  %d at %.0f seconds", (int)(intptr_t)value, now);
	}
	hd_imap_free(&it);
}

int main(int argc, char **argv)
{
	hd_pool *pool;
	hd_imap *it;

	lesson_begin(argc, argv, "imap and imap_unordered.", 4, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	hd_input input = hd_array(naps, sizeof naps / sizeof *naps, sizeof *naps);

	must(hd_pool_new(lesson_workers(), &options, &pool));
	must(hd_pool_imap(pool, nap, input, 1, &it));
	show("imap", it);
	must(hd_pool_imap_unordered(pool, nap, input, 1, &it));
	show("imap_unordered", it);
	must(hd_pool_free(&pool));
	return lesson_end();
}
