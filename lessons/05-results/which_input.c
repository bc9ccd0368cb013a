/* SPDX-License-Identifier: MIT */
/* E13 with names - results come in any order: which input does each belong to?
 *
 * Every future can carry a pointer of the caller's, user_data, which the library keeps
 * and never reads, and a label in words.  Whoever gets the future from as_completed
 * reads the input back from it.  broken_wrong_order shows what happens to those who
 * count instead.
 *
 * Expected:
 *	pear (2 seconds) has 4 letters
 *	plum (3 seconds) has 4 letters
 *	banana (4 seconds) has 6 letters
 */
#include "lesson.h"

static struct fruit {
	const char *name;
	int seconds;
} fruits[] = {{"banana", 4}, {"pear", 2}, {"plum", 3}};

enum { COUNT = sizeof fruits / sizeof *fruits };

static void *count_letters(void *arg)
{
	const struct fruit *fruit = arg;

	lesson_sleep(fruit->seconds);
	return (void *)(intptr_t)strlen(fruit->name);
}

static hd_future *submit(hd_executor *ex, struct fruit *fruit)
{
	hd_task task = {.fn = count_letters,
			.arg = fruit,
			.user_data = fruit,
			.label = fruit->name};
	hd_future *future;

	must(hd_executor_submit_task(ex, &task, &future));
	return future;
}

int main(int argc, char **argv)
{
	hd_executor *ex;
	hd_future *futures[COUNT], *future;
	hd_as_completed *it;
	int code;

	lesson_begin(argc, argv, "Which result belongs to which input.", 3, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < COUNT; i++)
		futures[i] = submit(ex, &fruits[i]);

	must(hd_as_completed_new(futures, COUNT, HD_FOREVER, &it));
	while ((code = hd_as_completed_next(it, &future)) == 0) {
		const struct fruit *fruit = hd_future_user_data(future);
		void *letters;

		must(hd_future_result(future, HD_FOREVER, &letters));
		lesson_say("%s (%d seconds) has %d letters", hd_future_label(future),
			   fruit->seconds, (int)(intptr_t)letters);
	}
	must(code == HD_END ? 0 : code);
	hd_as_completed_free(&it);
	for (int i = 0; i < COUNT; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
	return lesson_end();
}
