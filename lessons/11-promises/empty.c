/* SPDX-License-Identifier: MIT */
/* Beside E6 - what do the four make of nothing at all?
 *
 * "All of none" is true, "any of none" is false, and a race without runners never ends.
 * The last is no joke: wait for it, and you wait for ever.
 *
 * Output, exactly:
 *	all         : FINISHED, fulfilled
 *	all_settled : FINISHED, fulfilled
 *	any         : FINISHED, rejected with HD_EAGGREGATE
 *	race        : PENDING
 */
#include "lesson.h"

static void print_outcome(const char *name, hd_future *promise)
{
	const char *state = hd_state_name(hd_future_state(promise));
	hd_error reason;
	/* A timeout of 0 asks without waiting. */
	int code = hd_future_exception(promise, 0, &reason);

	if (code == HD_ETIMEDOUT)
		lesson_say("%-11s : %s", name, state);
	else if (code == HD_OK && reason.code)
		lesson_say("%-11s : %s, rejected with %s", name, state,
			   hd_error_name(reason.code));
	else
		lesson_say("%-11s : %s, fulfilled", name, state);
	hd_future_unref(promise);
}

int main(int argc, char **argv)
{
	hd_future *promise;

	lesson_begin(argc, argv, "The four promises, of no input.", 0, NULL);
	must(hd_promise_all(NULL, 0, 0, &promise));
	print_outcome("all", promise);
	must(hd_promise_all_settled(NULL, 0, &promise));
	print_outcome("all_settled", promise);
	must(hd_promise_any(NULL, 0, 0, &promise));
	print_outcome("any", promise);
	must(hd_promise_race(NULL, 0, 0, &promise));
	print_outcome("race", promise);
	return lesson_end();
}
