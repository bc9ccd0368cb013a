/* SPDX-License-Identifier: MIT */
/* Beside E34 - waiting until something goes wrong.
 *
 * Five tasks on five workers; F-x takes x units.  In round one F-2 fails.  In round two
 * nothing fails: then FIRST_EXCEPTION is ALL_COMPLETED by another name.
 *
 * Output: round one comes back 2 units after its start, with F-1 and F-2 done (a set),
 * and says why F-2 failed; round two comes back after 5 units with all five done.
 */
#include "lesson.h"

enum { TASKS = 5 };

static void *work(void *arg)
{
	int x = abs((int)(intptr_t)arg);

	lesson_sleep(x);
	if ((intptr_t)arg < 0)
		return hd_raise(1, "F-%d met a wall", x);
	return arg;
}

/* A negative x works as long, and fails. */
static hd_future *submit(hd_executor *ex, int x)
{
	hd_future *future;
	char label[16];

	snprintf(label, sizeof label, "F-%d", abs(x));
	hd_task job = {.fn = work, .arg = (void *)(intptr_t)x, .label = label};
	must(hd_executor_submit_task(ex, &job, &future));
	return future;
}

static void print_set(const char *title, hd_future **futures, size_t count)
{
	hd_error error;

	printf("%s : [", title);
	for (size_t i = 0; i < count; i++)
		printf("%s'%s'", i ? ", " : "", hd_future_label(futures[i]));
	puts("]");
	for (size_t i = 0; i < count; i++) {
		/* A timeout of 0 asks without waiting: what is not done has no answer yet. */
		if (hd_future_exception(futures[i], 0, &error) == 0 && error.code)
			printf("%s failed : %s\n", hd_future_label(futures[i]),
			       error.message);
	}
}

static void one_round(int number, int failing)
{
	hd_executor_options options = {.trace = lesson_trace()};
	hd_future *futures[TASKS];
	hd_wait_sets sets;
	hd_executor *ex;
	double start = lesson_elapsed();

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int x = 1; x <= TASKS; x++)
		futures[x - 1] = submit(ex, x == failing ? -x : x);
	must(hd_wait(futures, TASKS, HD_FOREVER, HD_FIRST_EXCEPTION, &sets));
	lesson_say("Round %d : wait came back after %.1f", number,
		   lesson_elapsed() - start);
	print_set("Completed Tasks", sets.done, sets.done_count);
	print_set("Pending   Tasks  ", sets.not_done, sets.not_done_count);
	hd_wait_sets_free(&sets);
	for (int i = 0; i < TASKS; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
}

int main(int argc, char **argv)
{
	lesson_begin(argc, argv, "Waiting for the first failure.", 5, NULL);
	one_round(1, 2);
	one_round(2, 0);
	return lesson_end();
}
