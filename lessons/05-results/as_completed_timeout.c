/* SPDX-License-Identifier: MIT */
/* E31 - as_completed with a timeout of 4.5 seconds: four cubes, then a complaint.
 *
 * The timeout ends the iteration and nothing else: the six that are left are neither
 * cancelled nor lost, and their futures give their results later.
 *
 * Expected:
 *	1
 *	8
 *	27
 *	64
 *
 *	TimeoutError : 6 (of 10) futures unfinished
 *
 *	Completed Futures : ['F-1', 'F-2', 'F-3', 'F-4']
 *
 *	Pending   Futures : ['F-5', 'F-6', 'F-7', 'F-8', 'F-9', 'F-10']
 *
 *	All Futures Completed.
 *	Results : [1, 8, 27, 64, 125, 216, 343, 512, 729, 1000]
 */
#include "lesson.h"

enum { COUNT = 10 };

static void *cube(void *arg)
{
	int x = (int)(intptr_t)arg;

	lesson_sleep(x);
	return (void *)(intptr_t)(x * x * x);
}

/* The label is the future's name: it can be read back, and stands in traces. */
static hd_future *submit(hd_executor *ex, int x)
{
	char label[32];
	hd_future *future;

	snprintf(label, sizeof label, "F-%d", x);
	hd_task task = {.fn = cube, .arg = (void *)(intptr_t)x, .label = label};
	must(hd_executor_submit_task(ex, &task, &future));
	return future;
}

static void print_names(const char *what, hd_future *const *futures, const bool *done,
			bool wanted)
{
	const char *comma = "";

	printf("\n%s Futures : [", what);
	for (int i = 0; i < COUNT; i++) {
		if (done[i] != wanted)
			continue;
		printf("%s'%s'", comma, hd_future_label(futures[i]));
		comma = ", ";
	}
	printf("]\n");
}

static void print_until_timeout(hd_future *const *futures)
{
	hd_as_completed *it;
	hd_future *future;
	int code;

	must(hd_as_completed_new(futures, COUNT, lesson_seconds(4.5), &it));
	while ((code = hd_as_completed_next(it, &future)) == 0) {
		void *result;

		must(hd_future_result(future, 0, &result));
		lesson_say("%d", (int)(intptr_t)result);
	}
	if (code == HD_ETIMEDOUT) {
		bool done[COUNT];

		/* Asked once, so that each future is in exactly one list. */
		for (int i = 0; i < COUNT; i++)
			done[i] = hd_future_done(futures[i]);
		printf("\nTimeoutError : %s\n", hd_as_completed_error(it));
		print_names("Completed", futures, done, true);
		print_names("Pending  ", futures, done, false);
		fflush(stdout);
	} else {
		must(code == HD_END ? 0 : code);
	}
	hd_as_completed_free(&it);
}

int main(int argc, char **argv)
{
	hd_executor *ex;
	hd_future *futures[COUNT];

	lesson_begin(argc, argv, "E31: as_completed runs out of time.", 5, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < COUNT; i++)
		futures[i] = submit(ex, i + 1);
	print_until_timeout(futures);
	must(hd_executor_free(&ex));

	printf("\nAll Futures Completed.\nResults : [");
	for (int i = 0; i < COUNT; i++) {
		void *result;

		must(hd_future_result(futures[i], 0, &result));
		printf("%s%d", i ? ", " : "", (int)(intptr_t)result);
		hd_future_unref(futures[i]);
	}
	printf("]\n");
	return lesson_end();
}
