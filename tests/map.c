/* SPDX-License-Identifier: MIT */
/* The contract of executor map. */
#include "probe.h"

static hd_map *map_over(hd_executor *ex, hd_fn *fn, hd_input input,
			hd_map_options options)
{
	hd_map *map;

	OK(hd_executor_map(ex, fn, &input, 1, &options, &map));
	return map;
}

static const hd_map_options defaults = HD_MAP_OPTIONS;

static intptr_t next(hd_map *map)
{
	void *result = NULL;

	OK(hd_map_next(map, &result));
	return INT(result);
}

static void check_end(hd_map *map, int code)
{
	void *result = PTR(-1);

	CHECK_CODE(hd_map_next(map, &result), code);
	CHECK_INT(INT(result), -1);
}

/* -- inputs --------------------------------------------------------------------------------- */

static void range(void)
{
	hd_executor *ex = executor_of(3);
	hd_map *map = map_over(ex, task_square, hd_range(-3, 10), defaults);

	for (intptr_t i = -3; i < 10; i++)
		CHECK_INT(next(map), i * i);
	check_end(map, HD_END);
	check_end(map, HD_END);
	hd_map_free(&map);
	CHECK_PTR(map, NULL);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
}

static void *double_it(void *item)
{
	return PTR(2 * *(const short *)item);
}

static void array(void)
{
	static const short items[] = {3, 1, 4, 1, 5, 9, 2, 6};
	hd_executor *ex = executor_of(3);
	hd_map *map =
		map_over(ex, double_it, hd_array(items, 8, sizeof *items), defaults);

	for (int i = 0; i < 8; i++)
		CHECK_INT(next(map), 2 * items[i]);
	check_end(map, HD_END);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
}

struct counter {
	int next, end;
	pthread_t thread;
};

static bool count_up(void *state, void **item)
{
	struct counter *c = state;

	CHECK(pthread_equal(c->thread, pthread_self()));
	if (c->next == c->end)
		return false;
	*item = PTR(c->next++);
	return true;
}

static void generator(void)
{
	hd_executor *ex = executor_of(3);
	struct counter c = {0, 10, pthread_self()};
	hd_map *map = map_over(ex, task_square, hd_generator(count_up, &c), defaults);

	for (int i = 0; i < 10; i++)
		CHECK_INT(next(map), i * i);
	check_end(map, HD_END);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
}

static void *add_three(void *arg)
{
	void **items = arg;
	intptr_t sum = INT(items[0]) + *(int *)items[1] + INT(items[2]);

	items[0] = items[1] = items[2] = NULL;
	return PTR(sum);
}

/* Catches: an end at the longest input; items of different calls in one place. */
static void several_inputs(void)
{
	static const int numbers[] = {100, 200, 300, 400, 500};

	for (size_t chunk = 1; chunk < 9; chunk += 3) {
		hd_executor *ex = executor_of(4);
		struct counter c = {0, 7, pthread_self()};
		hd_input inputs[] = {hd_range(10, 20),
				     hd_array(numbers, 5, sizeof *numbers),
				     hd_generator(count_up, &c)};
		hd_map_options options = defaults;
		hd_map *map;

		options.chunksize = chunk;
		OK(hd_executor_map(ex, add_three, inputs, 3, &options, &map));
		for (int i = 0; i < 5; i++)
			CHECK_INT(next(map), 10 + i + numbers[i] + i);
		check_end(map, HD_END);
		hd_map_free(&map);
		OK(hd_executor_free(&ex));
	}
}

static void no_items(void)
{
	hd_executor *ex = executor_of(1);
	hd_map *map = map_over(ex, task_fail, hd_range(5, 5), defaults);

	check_end(map, HD_END);
	hd_map_free(&map);
	map = map_over(ex, task_fail, hd_array(NULL, 0, 4), defaults);
	check_end(map, HD_END);
	hd_map_free(&map);
	CHECK_INT(hd_executor_threads(ex, NULL, 0), 0);
	OK(hd_executor_free(&ex));
}

/* -- order, chunks ------------------------------------------------------------------------------ */

enum { REVERSED = 4 };
static gate ended[REVERSED + 1] = {GATE, GATE, GATE, GATE, GATE};

static void *end_after_next(void *i)
{
	gate_wait(&ended[INT(i) + 1]);
	gate_open(&ended[INT(i)]);
	return i;
}

/* Each task waits until the next one has ended.  Catches: results in finishing order. */
static void order_of_input(void)
{
	hd_executor *ex = executor_of(REVERSED);
	hd_map *map = map_over(ex, end_after_next, hd_range(0, REVERSED), defaults);

	gate_open(&ended[REVERSED]);
	for (int i = 0; i < REVERSED; i++)
		CHECK_INT(next(map), i);
	check_end(map, HD_END);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
}

/* Catches: a last chunk that is dropped, items that come twice. */
static void chunks(void)
{
	static const size_t sizes[] = {1, 2, 3, 7, 9, 10, 11, 1000, SIZE_MAX};
	hd_executor *ex = executor_of(2);

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		hd_map_options options = defaults;
		hd_map *map;

		options.chunksize = sizes[i];
		map = map_over(ex, task_square, hd_range(0, 10), options);
		for (int k = 0; k < 10; k++)
			CHECK_INT(next(map), k * k);
		check_end(map, HD_END);
		hd_map_free(&map);
	}
	OK(hd_executor_free(&ex));
}

static void chunk_is_a_task(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_map_options options = defaults;
	hd_map *map;

	options.chunksize = 4;
	map = map_over(ex, task_square, hd_range(0, 10), options);
	CHECK_INT(hd_executor_queued(ex), 3);
	gate_open(&g);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
}

static void wrong_sizes(void)
{
	hd_executor *ex = executor_of(1);
	hd_input input = hd_range(0, 10);
	hd_map_options chunk = defaults, buffer = defaults;
	hd_map *map = (hd_map *)&ex;

	chunk.chunksize = 0;
	buffer.buffersize = 0;
	CHECK_CODE(hd_executor_map(ex, task_same, &input, 1, &chunk, &map),
		   HD_ECHUNKSIZE);
	CHECK_CODE(hd_executor_map(ex, task_same, &input, 1, &buffer, &map),
		   HD_EBUFFERSIZE);
	CHECK_CODE(hd_executor_map(ex, task_same, NULL, 0, NULL, &map), HD_EINVAL);
	CHECK_PTR(map, &ex);
	CHECK_INT(hd_executor_threads(ex, NULL, 0), 0);
	OK(hd_executor_free(&ex));
}

/* -- submission ------------------------------------------------------------------------------- */

static atomic_int finished[10];

static void *note_finished(void *i)
{
	finished[INT(i)]++;
	return NULL;
}

/* Catches: a map that submits only when it is iterated. */
static void all_at_the_call(void)
{
	hd_executor *ex = executor_of(3);
	hd_input input = hd_range(0, 10);
	hd_map *map = map_over(ex, note_finished, input, defaults);

	OK(hd_executor_shutdown(ex, true, false));
	for (int i = 0; i < 10; i++)
		CHECK_INT(finished[i], 1);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
	ex = executor_of(3);
	OK(hd_executor_map(ex, note_finished, &input, 1, NULL, NULL));
	OK(hd_executor_free(&ex));
	for (int i = 0; i < 10; i++)
		CHECK_INT(finished[i], 2);
}

/* Catches: an input that is read further ahead than buffersize. */
static void buffersize(void)
{
	hd_executor *ex = executor_of(2);
	struct counter c = {0, -1, pthread_self()};
	hd_map_options options = defaults;
	hd_map *map;

	options.buffersize = 3;
	map = map_over(ex, task_square, hd_generator(count_up, &c), options);
	CHECK_INT(c.next, 3);
	for (int i = 0; i < 50; i++) {
		CHECK_INT(next(map), i * i);
		CHECK_WITHIN(c.next, i + 3, i + 4);
	}
	hd_map_free(&map);
	CHECK_WITHIN(c.next, 50, 53);
	OK(hd_executor_free(&ex));
}

static void buffersize_ends(void)
{
	for (size_t size = 1; size < 15; size += 3) {
		hd_executor *ex = executor_of(2);
		struct counter c = {0, 10, pthread_self()};
		hd_map_options options = defaults;
		hd_map *map;

		options.buffersize = size;
		map = map_over(ex, task_square, hd_generator(count_up, &c), options);
		for (int i = 0; i < 10; i++)
			CHECK_INT(next(map), i * i);
		check_end(map, HD_END);
		hd_map_free(&map);
		OK(hd_executor_free(&ex));
	}
}

static void buffersize_and_chunks(void)
{
	hd_executor *ex = executor_of(2);
	struct counter c = {0, 100, pthread_self()};
	hd_map_options options = defaults;
	hd_map *map;

	options.buffersize = 2;
	options.chunksize = 5;
	map = map_over(ex, task_square, hd_generator(count_up, &c), options);
	CHECK_INT(c.next, 10);
	for (int i = 0; i < 100; i++) {
		CHECK_INT(next(map), i * i);
		CHECK_WITHIN(c.next, i + 1, i + 1 + 15);
	}
	check_end(map, HD_END);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
}

static void *look_at_token(void *token)
{
	CHECK_PTR(hd_cancel_token_current(), token);
	return NULL;
}

static bool give_same(void *item, void **out)
{
	*out = item;
	return true;
}

static void token(void)
{
	hd_executor *ex = executor_of(2);
	hd_input inputs = hd_generator(give_same, NULL);
	hd_map_options options = defaults;
	hd_map *map;

	OK(hd_cancel_token_new(&options.token));
	inputs.state = options.token;
	options.buffersize = 2;
	OK(hd_executor_map(ex, look_at_token, &inputs, 1, &options, &map));
	for (int i = 0; i < 5; i++)
		CHECK_INT(next(map), 0);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
	hd_cancel_token_unref(options.token);
}

static void after_shutdown(void)
{
	hd_executor *ex = executor_of(1);
	hd_input input = hd_range(0, 10);
	hd_map *map = (hd_map *)&ex;

	OK(hd_executor_shutdown(ex, true, false));
	CHECK_CODE(hd_executor_map(ex, task_same, &input, 1, NULL, &map), HD_ESHUTDOWN);
	CHECK_PTR(map, &ex);
	OK(hd_executor_free(&ex));
}

static void shutdown_between(void)
{
	hd_executor *ex = executor_of(1);
	hd_map_options options = defaults;
	hd_map *map;
	void *result;
	int code = HD_OK, given = 0;

	options.buffersize = 2;
	map = map_over(ex, task_square, hd_range(0, 10), options);
	OK(hd_executor_shutdown(ex, false, false));
	while ((code = hd_map_next(map, &result)) == HD_OK) {
		CHECK_INT(INT(result), given * given);
		given++;
	}
	CHECK_CODE(code, HD_ESHUTDOWN);
	CHECK_WITHIN(given, 0, 2);
	check_end(map, HD_END);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
}

static struct {
	gate last;
	atomic_int ran;
} fails = {GATE, 0};

static struct {
	hd_executor *ex;
	int asked, asked_after_end;
} source;

static bool three_items(void *unused, void **item)
{
	(void)unused;
	*item = PTR(source.asked);
	source.asked_after_end += source.asked > 3;
	return source.asked++ < 3;
}

/* Catches: an input that is asked again after it said that it has no more. */
static void asked_once_at_end(void)
{
	hd_executor *ex = executor_of(1);
	hd_map_options options = defaults;
	hd_map *map;

	options.buffersize = 2;
	map = map_over(ex, task_same, hd_generator(three_items, NULL), options);
	for (int i = 0; i < 3; i++)
		CHECK_INT(next(map), i);
	check_end(map, HD_END);
	check_end(map, HD_END);
	hd_map_free(&map);
	CHECK_INT(source.asked_after_end, 0);
	OK(hd_executor_free(&ex));
}

static bool close_at_third(void *unused, void **item)
{
	(void)unused;
	*item = &fails.ran;
	if (source.asked++ == 2)
		OK(hd_executor_shutdown(source.ex, false, false));
	return true;
}

/* Catches: a map that was refused half way, and whose first half runs all the same. */
static void refused_half_way(void)
{
	hd_input input = hd_generator(close_at_third, NULL);
	gate g = GATE;
	hd_map *map = NULL;

	source.ex = executor_held(&g);
	CHECK_CODE(hd_executor_map(source.ex, task_count, &input, 1, NULL, &map),
		   HD_ESHUTDOWN);
	CHECK_PTR(map, NULL);
	gate_open(&g);
	OK(hd_executor_free(&source.ex));
	CHECK_INT(source.asked, 3);
	CHECK_INT(fails.ran, 0);
}

/* Catches: a buffer that waits for a consumer who does not exist. */
static void nobody_iterates(void)
{
	hd_executor *ex = executor_of(2);
	hd_map_options options = defaults;
	atomic_int counts[9] = {0};
	hd_input input = hd_array(counts, 9, sizeof counts[0]);

	options.buffersize = 2;
	OK(hd_executor_map(ex, task_count, &input, 1, &options, NULL));
	OK(hd_executor_free(&ex));
	for (int i = 0; i < 9; i++)
		CHECK_INT(counts[i], 1);
}

static void large_chunks(void)
{
	static const size_t sizes[] = {16, 17, 40, 64, 99, 100, 1000, SIZE_MAX};
	hd_executor *ex = executor_of(2);

	for (int k = 0; k < 8; k++) {
		hd_map_options options = defaults;
		hd_map *map;

		options.chunksize = sizes[k];
		map = map_over(ex, task_same, hd_range(0, 100), options);
		for (int i = 0; i < 100; i++)
			CHECK_INT(next(map), i);
		check_end(map, HD_END);
		hd_map_free(&map);
	}
	OK(hd_executor_free(&ex));
}

/* -- failure, timeout, leaving --------------------------------------------------------------------- */

/* Item 0 is plain, 1 fails, 2 holds its worker; what is behind it has not started. */
static void *fail_second(void *i)
{
	fails.ran++;
	if (INT(i) == 1)
		return hd_raise(21, "item %d", 1);
	if (INT(i) == 2)
		task_hold(&fails.last);
	return i;
}

/* Catches: an iteration that goes on after a failure, or fails without its words. */
static void failure(void)
{
	hd_executor *ex = executor_of(1);
	hd_map *map = map_over(ex, fail_second, hd_range(0, 20), defaults);

	CHECK_INT(hd_map_exception(map).code, 0);
	CHECK_INT(next(map), 0);
	check_end(map, HD_EFAILED);
	CHECK_INT(hd_map_exception(map).code, 21);
	CHECK_STR(hd_map_exception(map).message, "item 1");
	check_end(map, HD_END);
	gate_open(&fails.last);
	OK(hd_executor_free(&ex));
	CHECK_STR(hd_map_exception(map).message, "item 1");
	hd_map_free(&map);
}

/* The worker holds item 2 when the failure is read.  Catches: nothing cancelled after it. */
static void failure_cancels(void)
{
	hd_executor *ex = executor_of(1);
	hd_map *map = map_over(ex, fail_second, hd_range(0, 20), defaults);

	gate_await(&fails.last, 1);
	CHECK_INT(next(map), 0);
	CHECK_INT(hd_executor_queued(ex), 17);
	check_end(map, HD_EFAILED);
	gate_open(&fails.last);
	OK(hd_executor_free(&ex));
	CHECK_INT(fails.ran, 3);
	hd_map_free(&map);
}

static void failure_in_chunk(void)
{
	hd_executor *ex = executor_of(2);
	hd_map_options options = defaults;
	hd_map *map;
	void *result;
	int code, given = 0;

	options.chunksize = 3;
	gate_open(&fails.last);
	map = map_over(ex, fail_second, hd_range(0, 9), options);
	for (; (code = hd_map_next(map, &result)) == HD_OK; given++)
		CHECK_INT(INT(result), 0);
	CHECK_INT(given, 1);
	CHECK_CODE(code, HD_EFAILED);
	CHECK_INT(hd_map_exception(map).code, 21);
	check_end(map, HD_END);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
}

/* Catches: items that stay queued after the deadline has passed. */
static void timeout_cancels(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	atomic_int count = 0;
	hd_map_options options = defaults;
	hd_input input = hd_generator(give_same, &count);
	hd_map *map;

	options.timeout = 0;
	options.buffersize = 5;
	OK(hd_executor_map(ex, task_count, &input, 1, &options, &map));
	check_end(map, HD_ETIMEDOUT);
	check_end(map, HD_END);
	gate_open(&g);
	OK(hd_executor_free(&ex));
	CHECK_INT(count, 0);
	hd_map_free(&map);
}

static void *hold_third(void *i)
{
	fails.ran++;
	if (INT(i) == 2)
		task_hold(&fails.last);
	return i;
}

static void timeout_lasts(void)
{
	hd_executor *ex = executor_of(3);
	hd_map_options options = defaults;
	hd_map *map;
	double start = now();

	options.timeout = 0.3;
	map = map_over(ex, hold_third, hd_range(0, 3), options);
	CHECK_INT(next(map), 0);
	CHECK_INT(next(map), 1);
	check_end(map, HD_ETIMEDOUT);
	CHECK_WITHIN(now() - start, 0.3, 5);
	check_end(map, HD_END);
	gate_open(&fails.last);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
}

/* The sleep lets time pass; it arranges no order.  Catches: a deadline that counts from each
 * call of next, or from each result. */
static void one_deadline(void)
{
	hd_executor *ex = executor_of(3);
	hd_map_options options = defaults;
	hd_map *map;
	double start = now();

	options.timeout = 1.0;
	map = map_over(ex, hold_third, hd_range(0, 3), options);
	CHECK_INT(next(map), 0);
	hd_sleep(0.9);
	CHECK_INT(next(map), 1);
	check_end(map, HD_ETIMEDOUT);
	CHECK_WITHIN(now() - start, 1.0, 1.7);
	gate_open(&fails.last);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
}

static void in_slices(void)
{
	hd_executor *ex = executor_of(3);
	hd_map *map = map_over(ex, hold_third, hd_range(0, 4), defaults);
	void *result = PTR(-1);

	CHECK_INT(next(map), 0);
	CHECK_INT(next(map), 1);
	CHECK_CODE(hd_map_next_for(map, 0, &result), HD_ENOTREADY);
	CHECK_CODE(hd_map_next_for(map, 0.05, &result), HD_ENOTREADY);
	CHECK_INT(INT(result), -1);
	gate_open(&fails.last);
	while (hd_map_next_for(map, 0.05, &result) == HD_ENOTREADY)
		continue;
	CHECK_INT(INT(result), 2);
	OK(hd_map_next_for(map, HD_FOREVER, &result));
	CHECK_INT(INT(result), 3);
	check_end(map, HD_END);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
}

/* Catches: slices that push the deadline away. */
static void slices_end_in_time(void)
{
	hd_map_options options = HD_MAP_OPTIONS;
	hd_executor *ex = executor_of(3);
	double start = now();
	void *result = PTR(-1);
	hd_map *map;

	options.timeout = 0.4;
	map = map_over(ex, hold_third, hd_range(0, 4), options);
	CHECK_INT(next(map), 0);
	CHECK_INT(next(map), 1);
	while (hd_map_next_for(map, 0.05, &result) == HD_ENOTREADY)
		CHECK_WITHIN(now() - start, 0, 10);
	CHECK_WITHIN(now() - start, 0.4, 10);
	CHECK_INT(INT(result), -1);
	check_end(map, HD_END);
	gate_open(&fails.last);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
}

/* Catches: items that still run after the iterator was dropped. */
static void left_early(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_map *map = map_over(ex, note_finished, hd_range(0, 10), defaults);

	hd_map_free(&map);
	gate_open(&g);
	OK(hd_executor_free(&ex));
	for (int i = 0; i < 10; i++)
		CHECK_INT(finished[i], 0);
}

static void left_half_way(void)
{
	hd_executor *ex = executor_of(1);
	hd_map *map = map_over(ex, hold_third, hd_range(0, 10), defaults);

	CHECK_INT(next(map), 0);
	CHECK_INT(next(map), 1);
	gate_await(&fails.last, 1);
	hd_map_free(&map);
	gate_open(&fails.last);
	OK(hd_executor_free(&ex));
	CHECK_INT(fails.ran, 3);
}

static void *copy_number(void *i)
{
	return hd_return_copy(&i, sizeof i);
}

static void owned_results(void)
{
	for (int taken = 0; taken <= 10; taken += 5) {
		hd_executor *ex = executor_of(2);
		hd_map *map = map_over(ex, copy_number, hd_range(0, 10), defaults);

		for (intptr_t i = 0; i < taken; i++)
			CHECK_INT(*(intptr_t *)next(map), i);
		hd_map_free(&map);
		OK(hd_executor_free(&ex));
	}
}

static void owned_results_in_chunks(void)
{
	hd_executor *ex = executor_of(2);
	hd_map_options options = defaults;
	hd_map *map;

	options.chunksize = 4;
	map = map_over(ex, copy_number, hd_range(0, 10), options);
	for (intptr_t i = 0; i < 7; i++)
		CHECK_INT(*(intptr_t *)next(map), i);
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
}

/* The executor may be gone before its results are read. */
static void outlives_executor(void)
{
	hd_executor *ex = executor_of(5);
	hd_map *map = map_over(ex, task_square, hd_range(-5, 5), defaults);

	OK(hd_executor_free(&ex));
	for (intptr_t i = -5; i < 5; i++)
		CHECK_INT(next(map), i * i);
	check_end(map, HD_END);
	hd_map_free(&map);
}

static void several_maps(void)
{
	hd_executor *ex = executor_of(3);
	hd_map *a = map_over(ex, task_square, hd_range(0, 100), defaults);
	hd_map *b = map_over(ex, task_same, hd_range(0, 100), defaults);

	for (int i = 0; i < 100; i++) {
		CHECK_INT(next(a), i * i);
		CHECK_INT(next(b), i);
	}
	hd_map_free(&b);
	hd_map_free(&a);
	OK(hd_executor_free(&ex));
}

static const probe_case cases[] = {
	CASE(range, "a range, in order, then the end again and again"),
	CASE(array, "an array: the task gets the address of its item"),
	CASE(generator, "a generator is asked in the caller's thread"),
	CASE(several_inputs, "three inputs stop at the shortest"),
	CASE(no_items, "no items: the end at once, no thread"),
	CASE(order_of_input, "results in input order, finished in reverse"),
	CASE(chunks, "ten items in chunks of every size"),
	CASE(chunk_is_a_task, "ten items in chunks of four are three tasks"),
	CASE(wrong_sizes, "chunksize 0, buffersize 0, no input"),
	CASE(all_at_the_call, "everything is submitted though nobody iterates"),
	CASE(buffersize, "an endless input is read buffersize ahead"),
	CASE(buffersize_ends, "a short input with all kinds of buffersize"),
	CASE(buffersize_and_chunks, "buffersize counts tasks, not items"),
	CASE(token, "each task has the map's token"),
	CASE(after_shutdown, "map after shutdown is an error"),
	CASE(shutdown_between, "an error of a later submit ends the iteration"),
	CASE(asked_once_at_end, "an input that has ended is not asked again"),
	CASE(refused_half_way, "refused half way: the first half does not run"),
	CASE(nobody_iterates, "buffersize without an iterator holds nothing back"),
	CASE(large_chunks, "a hundred items in large chunks"),
	CASE(failure, "a failing item ends the iteration"),
	CASE(failure_cancels, "after a failure what had not started is cancelled"),
	CASE(failure_in_chunk, "an item of a chunk fails"),
	CASE(timeout_cancels, "timeout 0 on a held worker: nothing runs"),
	CASE(timeout_lasts, "two results, then the timeout, in time"),
	CASE(one_deadline, "one deadline, from the call"),
	CASE(left_early, "dropping the iterator cancels what has not started"),
	CASE(left_half_way, "dropping it half way"),
	CASE(owned_results, "results with an owner are freed with the map"),
	CASE(owned_results_in_chunks, "the same in chunks"),
	CASE(outlives_executor, "results are read after the executor is gone"),
	CASE(several_maps, "two maps on one executor"),
	CASE(in_slices, "the results in slices"),
	CASE(slices_end_in_time, "the total deadline rules the slices"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
