/* SPDX-License-Identifier: MIT */
/* E13 broken - results of as_completed taken for results in input order.
 *
 * What is wrong: the k-th future that completes is not the k-th that was submitted.
 * The inputs are 3, 1 and 2, each takes as many seconds, and the results arrive as
 * those of 1, 2 and 3.  The program counts along, and writes them to the wrong inputs.
 *
 * What a run shows: "the square of 3 is 1" and two more like it.
 * Exit status: 1 when a square was wrong, 0 when all were right.
 *
 * The cure: read the futures in their own order, or ask each whose it is (which_input).
 */
#include "lesson.h"

static const int inputs[] = {3, 1, 2};
enum { COUNT = sizeof inputs / sizeof *inputs };

static void *square(void *arg)
{
	int x = (int)(intptr_t)arg;

	lesson_sleep(x);
	return (void *)(intptr_t)(x * x);
}

static hd_future *submit(hd_executor *ex, int x)
{
	char label[32];
	hd_future *future;

	snprintf(label, sizeof label, "square of %d", x);
	hd_task task = {.fn = square, .arg = (void *)(intptr_t)x, .label = label};
	must(hd_executor_submit_task(ex, &task, &future));
	return future;
}

/* Gives how many squares were wrong. */
static int read_in_the_wrong_order(hd_future *const *futures)
{
	hd_as_completed *it;
	hd_future *future;
	int wrong = 0;

	must(hd_as_completed_new(futures, COUNT, HD_FOREVER, &it));
	for (int i = 0; i < COUNT; i++) {
		void *result;
		int x = inputs[i]; /* the mistake: this future may be another's */

		must(hd_as_completed_next(it, &future));
		must(hd_future_result(future, HD_FOREVER, &result));
		lesson_say("the square of %d is %d", x, (int)(intptr_t)result);
		wrong += (intptr_t)result != x * x;
	}
	hd_as_completed_free(&it);
	return wrong;
}

int main(int argc, char **argv)
{
	hd_executor *ex;
	hd_future *futures[COUNT];
	int wrong;

	lesson_begin(argc, argv, "Broken: completion order taken for input order.", 3,
		     NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < COUNT; i++)
		futures[i] = submit(ex, inputs[i]);
	wrong = read_in_the_wrong_order(futures);
	for (int i = 0; i < COUNT; i++)
		hd_future_unref(futures[i]);
	must(hd_executor_free(&ex));
	lesson_say("%d of %d squares are wrong", wrong, COUNT);
	return lesson_end() || wrong;
}
