/* SPDX-License-Identifier: MIT */
/* E14 with more to say - several arguments in one struct, several results in another.
 *
 * arg_size has submit copy the arguments, so that a loop may build the next ones in the
 * same variable.  hd_return_copy copies the results into the future, which owns them:
 * they are there until the last unref, and nobody has to free them.
 *
 * Expected:
 *	17 / 5 = 3, remainder 2
 *	100 / 7 = 14, remainder 2
 *	8 / 4 = 2, remainder 0
 */
#include "lesson.h"

struct question {
	int dividend, divisor;
};

struct answer {
	int quotient, remainder;
};

static void *divide(void *arg)
{
	const struct question *q = arg;
	struct answer answer = {q->dividend / q->divisor, q->dividend % q->divisor};

	lesson_sleep(0.5);
	return hd_return_copy(&answer, sizeof answer);
}

int main(int argc, char **argv)
{
	static const int numbers[][2] = {{17, 5}, {100, 7}, {8, 4}};
	enum { COUNT = sizeof numbers / sizeof *numbers };
	hd_executor *ex;
	hd_future *futures[COUNT];

	lesson_begin(argc, argv, "Several arguments, several results.", 2, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < COUNT; i++) {
		struct question q = {numbers[i][0], numbers[i][1]};
		char label[32];

		snprintf(label, sizeof label, "%d / %d", q.dividend, q.divisor);
		hd_task task = {
			.fn = divide, .arg = &q, .arg_size = sizeof q, .label = label};
		must(hd_executor_submit_task(ex, &task, &futures[i]));
	}
	for (int i = 0; i < COUNT; i++) {
		void *result;
		struct answer *answer;

		must(hd_future_result(futures[i], HD_FOREVER, &result));
		answer = result;
		lesson_say("%s = %d, remainder %d", hd_future_label(futures[i]),
			   answer->quotient, answer->remainder);
		hd_future_unref(futures[i]);
	}
	must(hd_executor_free(&ex));
	return lesson_end();
}
