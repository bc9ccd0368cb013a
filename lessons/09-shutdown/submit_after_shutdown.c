/* SPDX-License-Identifier: MIT */
/* Beside E19 - after shutdown a pool takes no work.
 *
 * What was accepted before is done, and its result stays readable; what comes after is
 * refused with an error, by submit and by map.  Nothing is dropped in silence.
 *
 * Output, exactly:
 *	submit before shutdown : success
 *	submit after shutdown : cannot schedule new futures after shutdown
 *	map after shutdown : cannot schedule new futures after shutdown
 *	the result from before : 42
 */
#include "lesson.h"

static void *work(void *arg)
{
	lesson_sleep(1);
	return arg;
}

int main(int argc, char **argv)
{
	hd_task job = {.fn = work, .arg = (void *)42, .label = "F-1"};
	hd_input numbers = hd_range(0, 3);
	hd_executor *ex;
	hd_future *future, *none;
	void *value;

	lesson_begin(argc, argv, "Submitting to a pool that was shut down.", 1, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_submit_task(ex, &job, &future));
	lesson_say("submit before shutdown : %s", hd_strerror(HD_OK));
	/* Without waiting: F-1 still runs, yet the door is closed. */
	must(hd_executor_shutdown(ex, false, false));

	lesson_say("submit after shutdown : %s",
		   hd_strerror(hd_executor_submit_task(ex, &job, &none)));
	lesson_say("map after shutdown : %s",
		   hd_strerror(hd_executor_map(ex, work, &numbers, 1, NULL, NULL)));
	must(hd_future_result(future, HD_FOREVER, &value));
	lesson_say("the result from before : %d", (int)(intptr_t)value);
	hd_future_unref(future);
	must(hd_executor_free(&ex));
	return lesson_end();
}
