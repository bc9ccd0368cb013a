/* SPDX-License-Identifier: MIT */
/* What a wake-up costs: one task is submitted, its result awaited, and so on, one at a time.
 *
 * Predict: once the pool is asked again at once (hot), once after it had time to fall asleep
 * (cold).  How many times slower is cold?  And what if idle threads may not search at all
 * (no_spinning)?
 *
 * A run shows: the median round trip of each, as a ratio to the first.  The numbers are
 * this machine's, today; on one CPU nobody spins, and hot is nearly as slow as cold.
 */
#include "lesson.h"
#include "measure.h"

enum { HOT_TRIPS = 2000, COLD_TRIPS = 100 };

static void *nothing(void *arg)
{
	return arg;
}

/* The median round trip in nanoseconds, each one that many units after the last. */
static double round_trip(hd_executor *ex, int trips, double pause)
{
	double *ns = calloc((size_t)trips, sizeof *ns), middle;

	must(ns ? 0 : HD_ENOMEM);
	for (int i = 0; i < trips; i++) {
		hd_future *future;
		int64_t start;

		if (pause > 0)
			lesson_sleep(pause);
		start = hd_now();
		must(hd_executor_submit(ex, nothing, NULL, &future));
		must(hd_future_result(future, HD_FOREVER, NULL));
		ns[i] = (double)(hd_now() - start);
		hd_future_unref(future);
	}
	middle = median(ns, trips);
	free(ns);
	return middle;
}

static void show(const char *name, double ns, double first)
{
	lesson_say("%-26s %8.0f ns   %6.1f times", name, ns, ns / first);
}

int main(int argc, char **argv)
{
	hd_executor *searching, *sleeping;
	double hot;

	lesson_begin(argc, argv, "Submit, wait, repeat: hot and cold.", 2, NULL);
	hd_executor_options options = {.trace = lesson_trace()};
	must(hd_executor_new_threads(lesson_workers(), &options, &searching));
	options.no_spinning = true;
	must(hd_executor_new_threads(lesson_workers(), &options, &sleeping));

	hot = round_trip(searching, HOT_TRIPS, 0);
	show("hot", hot, hot);
	show("cold, 0.005 units apart", round_trip(searching, COLD_TRIPS, 0.005), hot);
	show("hot, no_spinning", round_trip(sleeping, HOT_TRIPS, 0), hot);
	show("cold, no_spinning", round_trip(sleeping, COLD_TRIPS, 0.005), hot);
	must(hd_executor_free(&searching));
	must(hd_executor_free(&sleeping));
	return lesson_end();
}
