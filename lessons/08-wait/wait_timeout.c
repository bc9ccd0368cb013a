/* SPDX-License-Identifier: MIT */
/* E33 - waiting, but not for ever.
 *
 * Task F-x sleeps x units and gives x cubed; ten of them share five workers.  We wait
 * for the first five, and for at most 3.5 units.
 *
 * Output: at 3.5 units "Completed Tasks : " with F-1, F-2, F-3 (a set), and then
 * "Pending   Tasks   : ['F-4', 'F-5']"; at 15 units all ten, because a timeout cancels
 * nothing.
 */
#include "lesson.h"

enum { TASKS = 10, WATCHED = 5 };

static void *cube(void *arg)
{
	intptr_t x = (intptr_t)arg;

	lesson_sleep((double)x);
	return (void *)(x * x * x);
}

static hd_future *submit(hd_executor *ex, int x)
{
	hd_future *future;
	char label[16];

	snprintf(label, sizeof label, "F-%d", x);
	hd_task job = {.fn = cube, .arg = (void *)(intptr_t)x, .label = label};
	must(hd_executor_submit_task(ex, &job, &future));
	return future;
}

static void print_names(const char *title, hd_future **futures, size_t count)
{
	printf("%s : [", title);
	for (size_t i = 0; i < count; i++)
		printf("%s'%s'", i ? ", " : "", hd_future_label(futures[i]));
	puts("]");
}

static void print_results(hd_future **futures, size_t count)
{
	void *value;

	printf("Results : [");
	for (size_t i = 0; i < count; i++) {
		must(hd_future_result(futures[i], HD_FOREVER, &value));
		printf("%s%d", i ? ", " : "", (int)(intptr_t)value);
	}
	puts("]");
}

int main(int argc, char **argv)
{
	hd_future *futures[TASKS];
	hd_wait_sets sets;
	hd_executor *ex;

	lesson_begin(argc, argv, "Waiting for five of ten tasks, at most 3.5 units.", 5,
		     NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < TASKS; i++)
		futures[i] = submit(ex, i + 1);
	lesson_say("%.1f : ten tasks submitted", lesson_elapsed());

	/* A timeout is an answer here, not an error: these are done, those are not. */
	must(hd_wait(futures, WATCHED, lesson_seconds(3.5), HD_ALL_COMPLETED, &sets));
	print_names("Completed Tasks", sets.done, sets.done_count);
	print_names("Pending   Tasks  ", sets.not_done, sets.not_done_count);
	lesson_say("%.1f : %zu of %zu are done, and we waited long enough",
		   lesson_elapsed(), sets.done_count,
		   sets.done_count + sets.not_done_count);
	print_results(sets.done, sets.done_count);
	hd_wait_sets_free(&sets);

	must(hd_executor_free(&ex));
	lesson_say("%.1f : all ten are done", lesson_elapsed());
	print_results(futures, TASKS);
	for (int i = 0; i < TASKS; i++)
		hd_future_unref(futures[i]);
	return lesson_end();
}
