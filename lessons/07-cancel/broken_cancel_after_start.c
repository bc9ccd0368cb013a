/* SPDX-License-Identifier: MIT */
/* E28 broken - cancel after the start, taken for success.
 *
 * Wrong: main cancels the parcel after one unit and does not look at cancel's answer.
 * The task had started, cancel said false, and the parcel leaves all the same.
 *
 * A run shows: the money goes back at 1.0, the parcel leaves at 2.0.  Exit status 1 if
 * both happened; 0 if the task had not started yet, so that cancel was in time.  To mend
 * it, pay back only if hd_future_cancel() said true, or give the task a token to look
 * at.
 */
#include "lesson.h"

static bool sent; /* written by the task, read when the pool is gone */

static void *send_parcel(void *arg)
{
	lesson_sleep(2);
	lesson_say("%.1f : the parcel leaves the house", lesson_elapsed());
	sent = true;
	return arg;
}

int main(int argc, char **argv)
{
	hd_task job = {.fn = send_parcel, .label = "parcel"};
	hd_executor *ex;
	hd_future *future;

	lesson_begin(argc, argv, "Broken: cancel after the start, taken for success.", 1,
		     NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	must(hd_executor_submit_task(ex, &job, &future));

	lesson_sleep(1);
	hd_future_cancel(future); /* says false; nobody hears it */
	lesson_say("%.1f : the order is cancelled, the money goes back",
		   lesson_elapsed());

	must(hd_executor_free(&ex));
	if (sent)
		lesson_say("The customer has the money and the parcel.");
	hd_future_unref(future);
	return lesson_end() || sent;
}
