/* SPDX-License-Identifier: MIT */
/* for - a loop whose pieces run on two workers: each item is done once, an early end is seen by
 * everybody, and the caller's stack, where the loop lies, is left when he goes on.
 *
 * case items: three items on two workers
 * case early: each worker ends it with its first piece
 * case inside: the loop runs in a task of its own executor
 * case cancel: somebody shuts down and cancels meanwhile
 * case raise: the same, and each piece raises
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include <stdatomic.h>

#include "executor_private.h"

enum { ITEMS = 3 };

static struct {
	hd_executor *executor;
	atomic_int done[ITEMS], pieces;
} s;

static void open_it(void)
{
	const hd_executor_options options = {.no_spinning = true};

	memset(&s, 0, sizeof s);
	OK(hd_executor_new_threads(2, &options, &s.executor));
}

/* The same with both workers there: so the loop's tasks stand in a queue at first. */
static void open_with_two(void)
{
	open_it();
	OK(hd_executor_start_all(s.executor));
}

static void close_it(int done)
{
	OK(hd_executor_free(&s.executor));
	for (int i = 0; i < ITEMS; i++)
		CHECK_INT(s.done[i], done);
}

static void *work(void *arg, size_t first, size_t last)
{
	s.pieces++;
	CHECK(first < last && last <= ITEMS);
	for (; first < last; first++)
		s.done[first]++;
	return arg;
}

static int loop(hd_range_fn *body, void *arg, hd_future **failed)
{
	return hd_executor_for(s.executor, 0, ITEMS, body, arg, failed);
}

static void items(void)
{
	open_it();
	OK(loop(work, NULL, NULL));
	close_it(1);
}

/* Each worker ends with its first piece. */
static void early(void)
{
	open_it();
	OK(loop(work, &s, NULL));
	CHECK(s.pieces == 1 || s.pieces == 2);
	for (int i = 0; i < ITEMS; i++)
		CHECK_INT(s.done[i], i < s.pieces);
	OK(hd_executor_free(&s.executor));
}

static void *loop_inside(void *unused)
{
	OK(loop(work, NULL, NULL));
	return unused;
}

static void inside(void)
{
	hd_future *future;

	open_it();
	OK(hd_executor_submit(s.executor, loop_inside, NULL, &future));
	OK(hd_future_result(future, HD_FOREVER, NULL));
	hd_future_unref(future);
	close_it(1);
}

static void *shut_down(void *unused)
{
	OK(hd_executor_shutdown(s.executor, true, true));
	return unused;
}

/* All that began is done when the loop ends; and it says whether that is all. */
static void cancel(void)
{
	hd_future *failed = NULL;
	pthread_t other;
	int code, done = 0;

	open_with_two();
	other = start(shut_down, NULL);
	code = loop(work, NULL, &failed);
	for (int i = 0; i < ITEMS; i++)
		done += s.done[i];
	CHECK(code == 0 || code == HD_ESHUTDOWN || code == HD_ECANCELLED);
	CHECK_INT(done, code ? 0 : ITEMS);
	CHECK(!failed);
	join(other);
	OK(hd_executor_free(&s.executor));
}

static void *work_and_raise(void *arg, size_t first, size_t last)
{
	work(arg, first, last);
	return hd_raise(7, "seven");
}

static void raise_all(void)
{
	hd_future *failed = NULL;
	pthread_t other;
	int code;

	open_with_two();
	other = start(shut_down, NULL);
	code = loop(work_and_raise, NULL, &failed);
	CHECK(code == HD_EFAILED || code == HD_ESHUTDOWN || code == HD_ECANCELLED);
	CHECK_INT(s.pieces > 0, code == HD_EFAILED);
	CHECK_INT(failed != NULL, code == HD_EFAILED);
	if (failed)
		hd_future_unref(failed);
	join(other);
	OK(hd_executor_free(&s.executor));
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"items", items},   {"early", early},	  {"inside", inside},
		{"cancel", cancel}, {"raise", raise_all}, {NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
