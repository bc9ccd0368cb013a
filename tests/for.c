/* SPDX-License-Identifier: MIT */
/* The contract of hd_executor_for: every item once, on all workers, and how it ends early. */
#include "probe.h"

/* What the bodies below count: how often each item from `first` on was done. */
struct items {
	size_t first, count;
	atomic_uchar *done;
	atomic_int pieces;
};

static struct items items_new(size_t first, size_t count)
{
	struct items items = {.first = first, .count = count};

	items.done = calloc(count ? count : 1, sizeof *items.done);
	CHECK(items.done);
	return items;
}

static void *do_items(void *arg, size_t first, size_t last)
{
	struct items *items = arg;

	CHECK(first >= items->first);
	CHECK(first < last);
	CHECK(last - items->first <= items->count);
	for (size_t i = first; i < last; i++)
		items->done[i - items->first]++;
	items->pieces++;
	return NULL;
}

/* Each was done exactly so often; frees them. */
static void check_items(struct items *items, int times)
{
	for (size_t i = 0; i < items->count; i++)
		if (items->done[i] != times)
			probe_fail(__FILE__, __LINE__,
				   "item %zu of %zu was done %d times", i, items->count,
				   items->done[i]);
	free(items->done);
}

static void loop_over(hd_executor *ex, size_t first, size_t count)
{
	struct items items = items_new(first, count);
	hd_future *failed = NULL;

	OK(hd_executor_for(ex, first, first + count, do_items, &items, &failed));
	CHECK_PTR(failed, NULL);
	CHECK(count ? items.pieces > 0 : items.pieces == 0);
	check_items(&items, 1);
}

static const size_t counts[] = {0, 1, 2, 7, 1000, 100000};
enum { COUNTS = sizeof counts / sizeof counts[0] };

static void every_item(void)
{
	for (int workers = 1; workers <= 5; workers++) {
		hd_executor *ex = executor_of(workers);

		for (int i = 0; i < COUNTS; i++)
			loop_over(ex, (size_t)i * 3, counts[i]);
		OK(hd_executor_free(&ex));
	}
}

/* Catches: a range whose end is counted beyond the largest number. */
static void largest(void)
{
	hd_executor *ex = executor_of(3);

	for (int i = 0; i < COUNTS; i++)
		loop_over(ex, SIZE_MAX - counts[i], counts[i]);
	OK(hd_executor_free(&ex));
}

static void backwards(void)
{
	hd_executor *ex = executor_of(2);
	struct items items = items_new(0, 0);

	OK(hd_executor_for(ex, 9, 3, do_items, &items, NULL));
	OK(hd_executor_for(ex, SIZE_MAX, 0, do_items, &items, NULL));
	CHECK_INT(items.pieces, 0);
	check_items(&items, 0);
	OK(hd_executor_free(&ex));
}

static void without_body(void)
{
	hd_executor *ex = executor_of(2);
	hd_future *failed = (hd_future *)&ex;

	CHECK_CODE(hd_executor_for(ex, 0, 9, NULL, NULL, &failed), HD_EINVAL);
	CHECK_CODE(hd_executor_for(ex, 9, 9, NULL, NULL, &failed), HD_EINVAL);
	CHECK_PTR(failed, &ex);
	CHECK_INT(hd_executor_threads(ex, NULL, 0), 0);
	OK(hd_executor_free(&ex));
}

struct sizes {
	size_t next, last_size;
	pthread_t thread;
};

static void *note_size(void *arg, size_t first, size_t last)
{
	struct sizes *sizes = arg;

	CHECK_INT(first, sizes->next);
	CHECK(last - first <= sizes->last_size);
	*sizes = (struct sizes){last, last - first, pthread_self()};
	return NULL;
}

/* One after the other, smaller and smaller, down to single items. */
static void check_sizes(hd_executor *ex)
{
	struct sizes sizes = {.next = 10, .last_size = 990};

	OK(hd_executor_for(ex, 10, 1010, note_size, &sizes, NULL));
	CHECK_INT(sizes.next, 1010);
	CHECK_INT(sizes.last_size, 1);
}

static void shrinking(void)
{
	hd_executor *ex = executor_of(1);

	check_sizes(ex);
	OK(hd_executor_free(&ex));
}

static void serial(void)
{
	hd_executor *ex;
	struct sizes sizes = {.last_size = 5};

	OK(hd_executor_new_serial(NULL, &ex));
	check_sizes(ex);
	OK(hd_executor_for(ex, 0, 5, note_size, &sizes, NULL));
	CHECK(pthread_equal(sizes.thread, pthread_self()));
	OK(hd_executor_free(&ex));
}

enum { ALL = 4 };

static gate begun = GATE;

static void *meet_others(void *arg, size_t first, size_t last)
{
	gate_arrive(&begun);
	gate_await(&begun, ALL);
	return do_items(arg, first, last);
}

/* Catches: a loop that leaves workers idle, and a first piece that takes all. */
static void on_all_workers(void)
{
	hd_executor *ex = executor_of(ALL);
	struct items items = items_new(0, ALL);

	OK(hd_executor_for(ex, 0, ALL, meet_others, &items, NULL));
	check_items(&items, 1);
	items = items_new(0, 1000);
	begun.arrived = 0;
	OK(hd_executor_for(ex, 0, 1000, meet_others, &items, NULL));
	check_items(&items, 1);
	OK(hd_executor_free(&ex));
}

/* -- early ends -------------------------------------------------------------------------------- */

/* Two pieces begin; the one of item 0 ends the loop, and the other one goes on after that. */
struct early {
	hd_executor *ex;
	hd_fn *end;
	hd_future **failed;
	gate both, ended;
	atomic_int pieces;
	bool other_done;
	int code;
};

static void *end_in_first(void *arg, size_t first, size_t last)
{
	struct early *early = arg;

	early->pieces++;
	gate_arrive(&early->both);
	gate_await(&early->both, 2);
	if (first == 0)
		return early->end(arg);
	gate_wait(&early->ended);
	CHECK(last > first);
	early->other_done = true;
	return NULL;
}

static void *run_early(void *arg)
{
	struct early *early = arg;

	early->code =
		hd_executor_for(early->ex, 0, 100000, end_in_first, early, early->failed);
	CHECK(early->other_done);
	return NULL;
}

/* While one worker is in its piece, a task runs on the other one when that is done with the
 * loop.  Catches: a loop that goes on to the end, or that is left while a piece runs. */
static int loop_until(hd_fn *end, hd_future **failed)
{
	struct early early = {.ex = executor_of(2),
			      .end = end,
			      .failed = failed,
			      .both = GATE,
			      .ended = GATE};
	hd_future *after;
	runner r;

	runner_start(&r, run_early, &early);
	gate_await(&early.both, 2);
	after = submit(early.ex, task_same, NULL);
	value_of(after);
	hd_future_unref(after);
	gate_open(&early.ended);
	runner_join(&r);
	CHECK_INT(early.pieces, 2);
	OK(hd_executor_free(&early.ex));
	return early.code;
}

static void *end_with_copy(void *arg)
{
	(void)arg;
	return hd_return_copy("that is it", 11);
}

static void *raise_words(void *arg)
{
	(void)arg;
	return hd_raise(12, "no %s", "luck");
}

static void stopped(void)
{
	hd_future *failed = NULL;

	CHECK_CODE(loop_until(task_same, &failed), HD_OK);
	CHECK_CODE(loop_until(end_with_copy, &failed), HD_OK);
	CHECK_PTR(failed, NULL);
}

static void *stop_at_once(void *pieces, size_t first, size_t last)
{
	atomic_fetch_add((atomic_int *)pieces, 1);
	return last > first ? pieces : NULL;
}

static void stopped_at_once(void)
{
	atomic_int pieces = 0;
	hd_executor *ex = executor_of(1);

	OK(hd_executor_for(ex, 0, 1000, stop_at_once, &pieces, NULL));
	CHECK_INT(pieces, 1);
	OK(hd_executor_free(&ex));
}

static void raised(void)
{
	hd_future *failed = NULL;

	CHECK_CODE(loop_until(raise_words, &failed), HD_EFAILED);
	CHECK_STR(failure_of(failed, 12).message, "no luck");
	hd_future_unref(failed);
	CHECK_CODE(loop_until(raise_words, NULL), HD_EFAILED);
}

static void *raise_all(void *arg, size_t first, size_t last)
{
	gate_arrive(&begun);
	gate_await(&begun, ALL);
	return hd_raise_data(7, arg, count_drop, "%zu to %zu", first, last);
}

/* Catches: failures that nobody asked for and nobody gives back. */
static void all_raise(void)
{
	hd_executor *ex = executor_of(ALL);
	hd_future *failed;

	CHECK_CODE(hd_executor_for(ex, 0, ALL, raise_all, NULL, &failed), HD_EFAILED);
	failure_of(failed, 7);
	OK(hd_executor_free(&ex));
	CHECK_INT(drops, ALL - 1);
	hd_future_unref(failed);
	CHECK_INT(drops, ALL);
}

/* -- loops in tasks, and beside each other ------------------------------------------------------- */

struct nested {
	hd_executor *ex;
	struct items items;
};

static void *loop_inside(void *arg)
{
	struct nested *nested = arg;

	OK(hd_executor_for(nested->ex, 0, nested->items.count, do_items, &nested->items,
			   NULL));
	return NULL;
}

static void in_task(void)
{
	for (int workers = 1; workers <= 3; workers++) {
		struct nested nested = {executor_of(workers), items_new(0, 1000)};
		hd_future *f = submit(nested.ex, loop_inside, &nested);

		value_of(f);
		hd_future_unref(f);
		OK(hd_executor_free(&nested.ex));
		check_items(&nested.items, 1);
	}
}

static void *loop_in_piece(void *arg, size_t first, size_t last)
{
	for (; first < last; first++)
		loop_inside(arg);
	return NULL;
}

/* Catches: an inner loop that waits for a worker which waits for it. */
static void in_loop(void)
{
	for (int workers = 1; workers <= 3; workers++) {
		struct nested nested = {executor_of(workers), items_new(0, 100)};

		OK(hd_executor_for(nested.ex, 0, 20, loop_in_piece, &nested, NULL));
		OK(hd_executor_free(&nested.ex));
		check_items(&nested.items, 20);
	}
}

static void two_at_once(void)
{
	hd_executor *ex = executor_of(2);
	struct nested nested[2];
	runner runners[2];

	for (int i = 0; i < 2; i++) {
		nested[i] = (struct nested){ex, items_new(0, 100000)};
		runner_start(&runners[i], loop_inside, &nested[i]);
	}
	for (int i = 0; i < 2; i++) {
		runner_join(&runners[i]);
		check_items(&nested[i].items, 1);
	}
	OK(hd_executor_free(&ex));
}

/* -- executors that end ----------------------------------------------------------------------- */

static void refused(void)
{
	hd_executor *ex = executor_of(2);
	struct items items = items_new(0, 10);
	hd_future *failed = (hd_future *)&ex;

	OK(hd_executor_shutdown(ex, false, false));
	CHECK_CODE(hd_executor_for(ex, 0, 10, do_items, &items, &failed), HD_ESHUTDOWN);
	CHECK_PTR(failed, &ex);
	check_items(&items, 0);
	OK(hd_executor_free(&ex));
}

/* A loop in a thread of its own, on two workers, of which the second is held by another task. */
struct loop {
	hd_executor *ex;
	hd_range_fn *body;
	struct items items;
	gate hold, began;
	hd_future *failed;
	int code;
	runner runner;
};

static void *run_loop(void *arg)
{
	struct loop *loop = arg;

	loop->code = hd_executor_for(loop->ex, 0, loop->items.count, loop->body, loop,
				     &loop->failed);
	return NULL;
}

static void *begin_and_do(void *arg, size_t first, size_t last)
{
	struct loop *loop = arg;

	gate_arrive(&loop->began);
	gate_wait(&loop->began);
	return do_items(&loop->items, first, last);
}

static void *begin_and_raise(void *arg, size_t first, size_t last)
{
	begin_and_do(arg, first, last);
	return hd_raise(7, "seven");
}

/* Holds so many of two workers, and lets the loop's tasks queue up behind. */
static void loop_start(struct loop *loop, int held, hd_range_fn *body)
{
	*loop = (struct loop){.ex = executor_of(2),
			      .body = body,
			      .items = items_new(0, 1000),
			      .hold = GATE,
			      .began = GATE};
	for (int i = 0; i < held; i++)
		OK(hd_executor_submit(loop->ex, task_hold, &loop->hold, NULL));
	gate_await(&loop->hold, held);
	runner_start(&loop->runner, run_loop, loop);
	gate_await(&loop->began, 2 - held);
	runner_asleep(&loop->runner);
}

static void loop_end(struct loop *loop, int code, int times)
{
	OK(hd_executor_shutdown(loop->ex, false, true));
	gate_open(&loop->began);
	runner_join(&loop->runner);
	CHECK_CODE(loop->code, code);
	gate_open(&loop->hold);
	OK(hd_executor_free(&loop->ex));
	check_items(&loop->items, times);
}

static void all_cancelled(void)
{
	struct loop loop;

	loop_start(&loop, 2, begin_and_do);
	loop_end(&loop, HD_ECANCELLED, 0);
	CHECK_PTR(loop.failed, NULL);
}

/* Catches: a loop of which one worker did all, and that says it was cancelled. */
static void one_cancelled(void)
{
	struct loop loop;

	loop_start(&loop, 1, begin_and_do);
	loop_end(&loop, HD_OK, 1);
	CHECK_PTR(loop.failed, NULL);
}

/* Catches: a failure that a cancellation hides. */
static void one_cancelled_one_raises(void)
{
	struct loop loop;

	loop_start(&loop, 1, begin_and_raise);
	OK(hd_executor_shutdown(loop.ex, false, true));
	gate_open(&loop.began);
	runner_join(&loop.runner);
	CHECK_CODE(loop.code, HD_EFAILED);
	failure_of(loop.failed, 7);
	hd_future_unref(loop.failed);
	gate_open(&loop.hold);
	OK(hd_executor_free(&loop.ex));
	free(loop.items.done);
}

static void shutdown_lets_it_run(void)
{
	struct loop loop;

	loop_start(&loop, 1, begin_and_do);
	OK(hd_executor_shutdown(loop.ex, false, false));
	gate_open(&loop.hold);
	gate_open(&loop.began);
	runner_join(&loop.runner);
	CHECK_CODE(loop.code, HD_OK);
	OK(hd_executor_free(&loop.ex));
	check_items(&loop.items, 1);
}

static void broken(void)
{
	hd_executor_options options = {.initializer = raise_words};
	struct items items = items_new(0, 10);
	hd_future *failed = NULL;
	hd_executor *ex;

	OK(hd_executor_new_threads(1, &options, &ex));
	CHECK_CODE(hd_executor_for(ex, 0, 10, do_items, &items, &failed), HD_EFAILED);
	failure_of(failed, HD_EBROKEN);
	hd_future_unref(failed);
	CHECK_CODE(hd_executor_for(ex, 0, 10, do_items, &items, NULL), HD_EBROKEN);
	check_items(&items, 0);
	OK(hd_executor_free(&ex));
}

static hd_executor *inherited;

static void loop_in_child(void)
{
	struct items items = items_new(0, 10);
	hd_executor *own = executor_of(2);

	CHECK_CODE(hd_executor_for(inherited, 0, 10, do_items, &items, NULL), HD_EFORKED);
	check_items(&items, 0);
	loop_over(own, 0, 1000);
	OK(hd_executor_free(&own));
}

static void forked_process(void)
{
	inherited = executor_of(2);
	loop_over(inherited, 0, 1000);
	CHECK_INT(probe_fork(loop_in_child), 0);
	loop_over(inherited, 0, 1000);
	OK(hd_executor_free(&inherited));
}

static const probe_case cases[] = {
	CASE(every_item, "every item once, for 0 to 100,000 items and 1 to 5 workers"),
	CASE(largest, "up to the largest number"),
	CASE(backwards, "from a larger to a smaller number there is nothing to do"),
	CASE(without_body, "no body is an error"),
	CASE(shrinking, "pieces shrink to single items"),
	CASE(serial, "on a serial executor, in the calling thread"),
	CASE(on_all_workers, "on all workers at once"),
	CASE(stopped, "a value ends it, and pieces that had begun are done"),
	CASE(stopped_at_once, "and no other piece begins"),
	CASE(raised, "a failure ends it, and the future says which"),
	CASE(all_raise, "several fail: one is given, the others are given back"),
	CASE(in_task, "in a task of the same executor"),
	CASE(in_loop, "in a piece of another loop"),
	CASE(two_at_once, "two loops at once"),
	CASE(refused, "after a shutdown it is refused"),
	CASE(all_cancelled, "a shutdown cancels it"),
	CASE(one_cancelled, "a shutdown cancels one worker's part: another one does it"),
	CASE(one_cancelled_one_raises, "and that one fails"),
	CASE(shutdown_lets_it_run, "a shutdown that cancels nothing lets it run"),
	CASE(broken, "an initializer that fails"),
	CASE(forked_process, "in the child of a process"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
