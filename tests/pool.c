/* SPDX-License-Identifier: MIT */
/* The contract of the ThreadPool: apply, map, imap, their results; close, terminate, join. */
#include "probe.h"

static hd_pool *pool_of(int workers)
{
	hd_pool *pool;

	OK(hd_pool_new(workers, NULL, &pool));
	return pool;
}

static void *get(hd_async_result *r)
{
	void *value = NULL;

	OK(hd_async_result_get(r, HD_FOREVER, &value));
	return value;
}

static void end(hd_pool *pool)
{
	hd_pool_close(pool);
	OK(hd_pool_join(pool));
	OK(hd_pool_free(&pool));
	CHECK_PTR(pool, NULL);
}

/* -- apply ---------------------------------------------------------------------------------- */

static void apply(void)
{
	hd_pool *pool = pool_of(4);
	void *result = NULL;

	OK(hd_pool_apply(pool, task_square, PTR(5), &result, NULL));
	CHECK_INT(INT(result), 25);
	OK(hd_pool_apply(pool, task_square, PTR(5), NULL, NULL));
	end(pool);
}

static void apply_fails(void)
{
	hd_pool *pool = pool_of(1);
	hd_error error = {0, NULL, NULL};
	void *result = PTR(-1);

	CHECK_CODE(hd_pool_apply(pool, task_fail, PTR(8), &result, &error), HD_EFAILED);
	CHECK_INT(INT(result), -1);
	CHECK_INT(error.code, 8);
	CHECK_STR(error.message, "failed with 8");
	free((char *)error.message);
	CHECK_CODE(hd_pool_apply(pool, task_fail, PTR(9), NULL, NULL), HD_EFAILED);
	end(pool);
}

static void apply_async(void)
{
	hd_pool *pool = pool_of(2);
	hd_async_result *r;

	OK(hd_pool_apply_async(pool, task_square, PTR(7), NULL, &r));
	CHECK_INT(hd_async_result_count(r), 1);
	CHECK_INT(INT(get(r)), 49);
	CHECK_INT(INT(get(r)), 49);
	CHECK_INT(hd_async_result_exception(r).code, 0);
	hd_async_result_free(&r);
	CHECK_PTR(r, NULL);
	hd_async_result_free(&r);
	end(pool);
}

static void apply_async_and_forget(void)
{
	hd_pool *pool = pool_of(2);
	atomic_int count = 0;
	hd_async_result *r;

	for (int i = 0; i < 100; i++)
		OK(hd_pool_apply_async(pool, task_count, &count, NULL, NULL));
	for (int i = 0; i < 100; i++) {
		OK(hd_pool_apply_async(pool, task_count, &count, NULL, &r));
		hd_async_result_free(&r);
	}
	end(pool);
	CHECK_INT(count, 200);
}

/* -- AsyncResult ------------------------------------------------------------------------------ */

static void result_states(void)
{
	hd_pool *pool = pool_of(1);
	hd_async_result *r;
	bool yes = false;
	void *value = PTR(-1);
	double start = now();
	gate g = GATE;

	OK(hd_pool_apply_async(pool, task_hold, &g, NULL, &r));
	CHECK(!hd_async_result_ready(r));
	CHECK_CODE(hd_async_result_successful(r, &yes), HD_ENOTREADY);
	CHECK_CODE(hd_async_result_wait(r, 0), HD_ETIMEDOUT);
	CHECK_CODE(hd_async_result_get(r, 0.2, &value), HD_ETIMEDOUT);
	CHECK_WITHIN(now() - start, 0.2, 5);
	CHECK_CODE(hd_async_result_wait(r, 0.2), HD_ETIMEDOUT);
	CHECK_WITHIN(now() - start, 0.4, 10);
	CHECK_INT(INT(value), -1);
	CHECK_INT(hd_async_result_exception(r).code, 0);
	gate_open(&g);
	OK(hd_async_result_wait(r, HD_FOREVER));
	CHECK(hd_async_result_ready(r));
	OK(hd_async_result_successful(r, &yes));
	CHECK(yes);
	CHECK_PTR(get(r), NULL);
	hd_async_result_free(&r);
	end(pool);
}

static void result_failed(void)
{
	hd_pool *pool = pool_of(1);
	hd_async_result *r;
	bool yes = true;
	void *value = PTR(-1);

	OK(hd_pool_apply_async(pool, task_fail, PTR(6), NULL, &r));
	OK(hd_async_result_wait(r, HD_FOREVER));
	CHECK(hd_async_result_ready(r));
	OK(hd_async_result_successful(r, &yes));
	CHECK(!yes);
	CHECK_CODE(hd_async_result_get(r, HD_FOREVER, &value), HD_EFAILED);
	CHECK_INT(INT(value), -1);
	CHECK_INT(hd_async_result_exception(r).code, 6);
	end(pool);
	CHECK_STR(hd_async_result_exception(r).message, "failed with 6");
	hd_async_result_free(&r);
}

static void *wait_for(void *r)
{
	OK(hd_async_result_wait(r, HD_FOREVER));
	return NULL;
}

/* Catches: a result that wakes one of several waiters. */
static void result_wakes_all(void)
{
	hd_pool *pool = pool_of(2);
	hd_async_result *r;
	runner waiters[4];
	gate g = GATE;

	OK(hd_pool_apply_async(pool, task_hold, &g, NULL, &r));
	for (int i = 0; i < 4; i++)
		runner_start(&waiters[i], wait_for, r);
	for (int i = 0; i < 4; i++)
		runner_asleep(&waiters[i]);
	gate_open(&g);
	for (int i = 0; i < 4; i++)
		runner_join(&waiters[i]);
	hd_async_result_free(&r);
	end(pool);
}

/* -- callbacks -------------------------------------------------------------------------------- */

static struct {
	gate called, go_on;
	int values, errors, code;
	void *value;
	hd_async_result *result;
	bool was_ready;
} heard = {.called = GATE, .go_on = GATE};

static void hear_value(void *value, void *arg)
{
	CHECK_PTR(arg, &heard);
	heard.values++;
	heard.value = value;
	heard.was_ready = hd_async_result_ready(heard.result);
	gate_arrive(&heard.called);
	gate_wait(&heard.go_on);
}

static void hear_error(const hd_error *error, void *arg)
{
	CHECK_PTR(arg, &heard);
	heard.errors++;
	heard.code = error->code;
	heard.was_ready = hd_async_result_ready(heard.result);
	gate_arrive(&heard.called);
	gate_wait(&heard.go_on);
}

static const hd_async_callbacks hearing = {hear_value, hear_error, &heard};

static gate task_gate = GATE;

static void *gated_square(void *n)
{
	gate_wait(&task_gate);
	return task_square(n);
}

static void *gated_fail(void *code)
{
	gate_wait(&task_gate);
	return task_fail(code);
}

/* Catches: a callback after ready, one that is called twice, the wrong one of the two. */
static void check_callback(hd_fn *fn, int values, int errors)
{
	hd_pool *pool = pool_of(1);

	OK(hd_pool_apply_async(pool, fn, PTR(3), &hearing, &heard.result));
	gate_open(&task_gate);
	gate_await(&heard.called, 1);
	CHECK(!heard.was_ready);
	CHECK(!hd_async_result_ready(heard.result));
	CHECK_CODE(hd_async_result_wait(heard.result, 0), HD_ETIMEDOUT);
	gate_open(&heard.go_on);
	OK(hd_async_result_wait(heard.result, HD_FOREVER));
	end(pool);
	CHECK_INT(heard.values, values);
	CHECK_INT(heard.errors, errors);
	hd_async_result_free(&heard.result);
}

static void callback_before_ready(void)
{
	check_callback(gated_square, 1, 0);
	CHECK_INT(INT(heard.value), 9);
}

static void error_callback_before_ready(void)
{
	check_callback(gated_fail, 0, 1);
	CHECK_INT(heard.code, 3);
}

static void map_callback(void)
{
	hd_pool *pool = pool_of(2);

	OK(hd_pool_map_async(pool, gated_square, hd_range(0, 10), 2, &hearing,
			     &heard.result));
	gate_open(&task_gate);
	gate_await(&heard.called, 1);
	CHECK(!heard.was_ready);
	gate_open(&heard.go_on);
	CHECK_PTR(get(heard.result), heard.value);
	CHECK_INT(INT(((void **)heard.value)[9]), 81);
	end(pool);
	CHECK_INT(heard.values, 1);
	CHECK_INT(heard.errors, 0);
	hd_async_result_free(&heard.result);
}

static void map_error_callback(void)
{
	hd_pool *pool = pool_of(2);

	OK(hd_pool_map_async(pool, gated_fail, hd_range(5, 6), 1, &hearing,
			     &heard.result));
	gate_open(&task_gate);
	gate_open(&heard.go_on);
	OK(hd_async_result_wait(heard.result, HD_FOREVER));
	end(pool);
	CHECK_INT(heard.values, 0);
	CHECK_INT(heard.errors, 1);
	CHECK_INT(heard.code, 5);
	hd_async_result_free(&heard.result);
}

static void callbacks_may_miss(void)
{
	hd_pool *pool = pool_of(1);
	hd_async_callbacks one = {hear_value, NULL, &heard},
			   other = {NULL, hear_error, &heard};
	hd_async_result *r;

	OK(hd_pool_apply_async(pool, task_fail, PTR(1), &one, &r));
	CHECK_CODE(hd_async_result_get(r, HD_FOREVER, NULL), HD_EFAILED);
	hd_async_result_free(&r);
	OK(hd_pool_apply_async(pool, task_same, PTR(1), &other, &r));
	CHECK_INT(INT(get(r)), 1);
	hd_async_result_free(&r);
	end(pool);
	CHECK_INT(heard.values + heard.errors, 0);
}

/* -- map ------------------------------------------------------------------------------------ */

static void map(void)
{
	static const size_t chunks[] = {HD_DEFAULT_CHUNK, 1, 20, 99, 100, 1000};
	hd_pool *pool = pool_of(4);
	void *results[100];

	for (size_t c = 0; c < sizeof chunks / sizeof *chunks; c++) {
		memset(results, 0xff, sizeof results);
		OK(hd_pool_map(pool, task_square, hd_range(0, 100), chunks[c], results,
			       NULL));
		for (int i = 0; i < 100; i++)
			CHECK_INT(INT(results[i]), i * i);
	}
	OK(hd_pool_map(pool, task_square, hd_range(0, 100), 7, NULL, NULL));
	end(pool);
}

static void map_async(void)
{
	hd_pool *pool = pool_of(4);
	hd_async_result *r;
	void **values;

	OK(hd_pool_map_async(pool, task_square, hd_range(0, 10), HD_DEFAULT_CHUNK, NULL,
			     &r));
	CHECK_INT(hd_async_result_count(r), 10);
	values = get(r);
	end(pool);
	for (int i = 0; i < 10; i++)
		CHECK_INT(INT(values[i]), i * i);
	hd_async_result_free(&r);
}

static bool count_to_ten(void *state, void **item)
{
	int *n = state;

	if (*n == 10)
		return false;
	*item = PTR((*n)++);
	return true;
}

static void map_generator(void)
{
	hd_pool *pool = pool_of(4);
	hd_async_result *r;
	void **values;
	int n = 0;

	OK(hd_pool_map_async(pool, task_square, hd_generator(count_to_ten, &n), 3, NULL,
			     &r));
	CHECK_INT(hd_async_result_count(r), 10);
	values = get(r);
	for (int i = 0; i < 10; i++)
		CHECK_INT(INT(values[i]), i * i);
	hd_async_result_free(&r);
	end(pool);
}

static void no_items(void)
{
	hd_pool *pool = pool_of(1);
	hd_async_result *r;
	hd_imap *it;
	void *out;
	bool yes = false;

	OK(hd_pool_map(pool, task_fail, hd_range(0, 0), 1, NULL, NULL));
	OK(hd_pool_map_async(pool, task_fail, hd_range(0, 0), 1, NULL, &r));
	CHECK_INT(hd_async_result_count(r), 0);
	get(r);
	OK(hd_async_result_successful(r, &yes));
	CHECK(yes);
	hd_async_result_free(&r);
	OK(hd_pool_imap(pool, task_fail, hd_range(0, 0), 1, &it));
	CHECK_CODE(hd_imap_next(it, HD_FOREVER, &out), HD_END);
	hd_imap_free(&it);
	OK(hd_pool_imap_unordered(pool, task_fail, hd_range(0, 0), 1, &it));
	CHECK_CODE(hd_imap_next(it, HD_FOREVER, &out), HD_END);
	hd_imap_free(&it);
	end(pool);
}

static atomic_int ran;

static void *fail_first(void *i)
{
	ran++;
	return INT(i) == 0 ? hd_raise(31, "item 0") : i;
}

/* Item 0 fails and ends its chunk: what is left out tells how long a chunk is.
 * Catches: a default chunk that is not ceil(n / (4 * workers)). */
static void default_chunk(void)
{
	static const int items[] = {64, 65, 100, 7, 1};
	static const int chunk[] = {8, 9, 13, 1, 1};

	for (int i = 0; i < 5; i++) {
		hd_pool *pool = pool_of(2);
		hd_error error;

		ran = 0;
		CHECK_CODE(hd_pool_map(pool, fail_first, hd_range(0, items[i]),
				       HD_DEFAULT_CHUNK, NULL, &error),
			   HD_EFAILED);
		CHECK_INT(error.code, 31);
		free((char *)error.message);
		CHECK_INT(ran, items[i] - (chunk[i] - 1));
		end(pool);
	}
}

static gate last_chunk = GATE;

static void *fail_first_hold_last(void *i)
{
	if (INT(i) == 11)
		task_hold(&last_chunk);
	if (INT(i) == 6)
		return hd_raise(32, "item 6");
	return fail_first(i);
}

/* Catches: a failure that is reported while other chunks still run; other chunks that do
 * not run; a later failure instead of the first. */
static void failure_after_all_chunks(void)
{
	hd_pool *pool = pool_of(1);
	hd_async_result *r;
	bool yes = true;

	OK(hd_pool_map_async(pool, fail_first_hold_last, hd_range(0, 12), 4, NULL, &r));
	gate_await(&last_chunk, 1);
	CHECK(!hd_async_result_ready(r));
	CHECK_CODE(hd_async_result_get(r, 0, NULL), HD_ETIMEDOUT);
	gate_open(&last_chunk);
	CHECK_CODE(hd_async_result_get(r, HD_FOREVER, NULL), HD_EFAILED);
	CHECK_INT(hd_async_result_exception(r).code, 31);
	OK(hd_async_result_successful(r, &yes));
	CHECK(!yes);
	CHECK_INT(ran, 1 + 2 + 4);
	hd_async_result_free(&r);
	end(pool);
}

static void *multiply(void *arg)
{
	void **pair = arg;

	return PTR(INT(pair[0]) * INT(pair[1]));
}

static void starmap(void)
{
	hd_pool *pool = pool_of(4);
	hd_input inputs[] = {hd_range(0, 120), hd_range(-99, 1)};
	void *results[100], **values;
	hd_async_result *r;

	for (size_t chunk = 0; chunk < 60; chunk += 20) {
		OK(hd_pool_starmap(pool, multiply, inputs, 2, chunk, results, NULL));
		for (int i = 0; i < 100; i++)
			CHECK_INT(INT(results[i]), i * (i - 99));
	}
	OK(hd_pool_starmap_async(pool, multiply, inputs, 2, 0, NULL, &r));
	CHECK_INT(hd_async_result_count(r), 100);
	values = get(r);
	for (int i = 0; i < 100; i++)
		CHECK_INT(INT(values[i]), i * (i - 99));
	hd_async_result_free(&r);
	end(pool);
}

/* -- imap ----------------------------------------------------------------------------------- */

static void imap_end(hd_imap *it)
{
	void *out = PTR(-1);

	CHECK_CODE(hd_imap_next(it, HD_FOREVER, &out), HD_END);
	CHECK_CODE(hd_imap_next(it, 0, &out), HD_END);
	CHECK_INT(INT(out), -1);
	hd_imap_free(&it);
	CHECK_PTR(it, NULL);
	hd_imap_free(&it);
}

static void imap(void)
{
	static const size_t chunks[] = {1, 100, 7, 5000};
	hd_pool *pool = pool_of(4);

	for (size_t c = 0; c < sizeof chunks / sizeof *chunks; c++) {
		hd_imap *it;
		void *out;

		OK(hd_pool_imap(pool, task_square, hd_range(0, 1000), chunks[c], &it));
		for (int i = 0; i < 1000; i++) {
			OK(hd_imap_next(it, HD_FOREVER, &out));
			CHECK_INT(INT(out), i * i);
		}
		imap_end(it);
	}
	end(pool);
}

static void imap_unordered(void)
{
	static const size_t chunks[] = {1, 100, 7, 5000};
	hd_pool *pool = pool_of(4);

	for (size_t c = 0; c < sizeof chunks / sizeof *chunks; c++) {
		bool seen[1000] = {false};
		hd_imap *it;
		void *out;

		OK(hd_pool_imap_unordered(pool, task_same, hd_range(0, 1000), chunks[c],
					  &it));
		for (int i = 0; i < 1000; i++) {
			OK(hd_imap_next(it, HD_FOREVER, &out));
			CHECK_WITHIN(INT(out), 0, 999);
			CHECK(!seen[INT(out)]);
			seen[INT(out)] = true;
		}
		imap_end(it);
	}
	end(pool);
}

static gate item_gates[4] = {GATE, GATE, GATE, GATE};

static void *wait_for_item(void *i)
{
	gate_wait(&item_gates[INT(i)]);
	return i;
}

/* Catches: an unordered iteration in input order. */
static void imap_unordered_as_they_come(void)
{
	static const int order[] = {2, 3, 0, 1};
	hd_pool *pool = pool_of(4);
	hd_imap *it;
	void *out;

	OK(hd_pool_imap_unordered(pool, wait_for_item, hd_range(0, 4), 1, &it));
	for (int i = 0; i < 4; i++) {
		CHECK_CODE(hd_imap_next(it, 0, &out), HD_ETIMEDOUT);
		gate_open(&item_gates[order[i]]);
		OK(hd_imap_next(it, HD_FOREVER, &out));
		CHECK_INT(INT(out), order[i]);
	}
	imap_end(it);
	end(pool);
}

/* Catches: a timeout that ends the iteration or skips an item. */
static void imap_timeout(void)
{
	hd_pool *pool = pool_of(2);
	double start = now();
	hd_imap *it;
	void *out;

	OK(hd_pool_imap(pool, wait_for_item, hd_range(0, 2), 1, &it));
	CHECK_CODE(hd_imap_next(it, 0.2, &out), HD_ETIMEDOUT);
	CHECK_WITHIN(now() - start, 0.2, 5);
	gate_open(&item_gates[1]);
	CHECK_CODE(hd_imap_next(it, 0, &out), HD_ETIMEDOUT);
	gate_open(&item_gates[0]);
	for (int i = 0; i < 2; i++) {
		OK(hd_imap_next(it, HD_FOREVER, &out));
		CHECK_INT(INT(out), i);
	}
	imap_end(it);
	end(pool);
}

static void *fail_third(void *i)
{
	return INT(i) == 3 ? hd_raise(33, "item 3") : i;
}

static void imap_failure(void)
{
	hd_pool *pool = pool_of(2);
	hd_imap *it;
	void *out;

	OK(hd_pool_imap(pool, fail_third, hd_range(0, 6), 1, &it));
	CHECK_INT(hd_imap_exception(it).code, 0);
	for (int i = 0; i < 6; i++) {
		int code = hd_imap_next(it, HD_FOREVER, &out);

		CHECK_CODE(code, i == 3 ? HD_EFAILED : HD_OK);
		if (code == HD_OK)
			CHECK_INT(INT(out), i);
		else
			CHECK_INT(hd_imap_exception(it).code, 33);
	}
	imap_end(it);
	end(pool);
}

static void imap_unordered_failure(void)
{
	hd_pool *pool = pool_of(2);
	int values = 0, failures = 0;
	hd_imap *it;
	void *out;

	OK(hd_pool_imap_unordered(pool, fail_third, hd_range(0, 6), 1, &it));
	for (int i = 0; i < 6; i++) {
		int code = hd_imap_next(it, HD_FOREVER, &out);

		values += code == HD_OK;
		failures += code == HD_EFAILED && hd_imap_exception(it).code == 33;
	}
	CHECK_INT(values, 5);
	CHECK_INT(failures, 1);
	imap_end(it);
	end(pool);
}

static void imap_failure_in_chunk(void)
{
	hd_pool *pool = pool_of(2);
	bool seen[12] = {false};
	int code, failures = 0, last = -1;
	hd_imap *it;
	void *out;

	OK(hd_pool_imap(pool, fail_third, hd_range(0, 12), 5, &it));
	while ((code = hd_imap_next(it, HD_FOREVER, &out)) != HD_END) {
		if (code == HD_EFAILED) {
			failures++;
			continue;
		}
		OK(code);
		CHECK_WITHIN(INT(out), last + 1, 11);
		last = (int)INT(out);
		seen[last] = true;
	}
	CHECK_INT(failures, 1);
	for (int i = 0; i < 12; i++)
		CHECK_INT(seen[i], i != 3);
	imap_end(it);
	end(pool);
}

static void imap_left_early(void)
{
	hd_pool *pool = pool_of(2);
	hd_imap *it;
	void *out;

	OK(hd_pool_imap(pool, task_same, hd_range(0, 100), 3, &it));
	OK(hd_imap_next(it, HD_FOREVER, &out));
	hd_imap_free(&it);
	OK(hd_pool_imap_unordered(pool, task_same, hd_range(0, 100), 3, &it));
	hd_imap_free(&it);
	end(pool);
}

static void imap_chunksize(void)
{
	hd_pool *pool = pool_of(1);
	hd_imap *it = (hd_imap *)pool;

	CHECK_CODE(hd_pool_imap(pool, task_same, hd_range(0, 9), 0, &it), HD_ECHUNKSIZE);
	CHECK_CODE(hd_pool_imap_unordered(pool, task_same, hd_range(0, 9), 0, &it),
		   HD_ECHUNKSIZE);
	CHECK_PTR(it, pool);
	end(pool);
}

/* -- workers, states ---------------------------------------------------------------------------- */

static void workers(void)
{
	hd_pool *pool = NULL;
	gate g = GATE;

	CHECK_CODE(hd_pool_new(0, NULL, &pool), HD_EWORKERS);
	CHECK_CODE(hd_pool_new(-1, NULL, &pool), HD_EWORKERS);
	CHECK_PTR(pool, NULL);
	pool = pool_of(HD_DEFAULT_WORKERS);
	CHECK_INT(hd_pool_workers(pool), hd_cpu_count());
	end(pool);
	pool = pool_of(3);
	CHECK_INT(hd_pool_workers(pool), 3);
	for (int i = 0; i < 3; i++)
		OK(hd_pool_apply_async(pool, task_hold, &g, NULL, NULL));
	gate_await(&g, 3);
	gate_open(&g);
	end(pool);
}

static atomic_int inits;

/* Catches: workers that are started when there is work. */
static void workers_start_now(void)
{
	hd_executor_options options = {.initializer = task_hold};
	hd_pool *pool;
	gate g = GATE;

	options.initarg = &g;
	OK(hd_pool_new(3, &options, &pool));
	gate_await(&g, 3);
	gate_open(&g);
	end(pool);
}

static void initializer(void)
{
	hd_executor_options options = {.initializer = task_count, .initarg = &inits};
	hd_pool *pool;

	OK(hd_pool_new(3, &options, &pool));
	OK(hd_pool_map(pool, task_same, hd_range(0, 30), 1, NULL, NULL));
	end(pool);
	CHECK_INT(inits, 3);
}

static void check_refused(hd_pool *pool)
{
	hd_input input = hd_range(0, 3);
	hd_async_result *r = (hd_async_result *)pool;
	hd_imap *it = (hd_imap *)pool;

	CHECK_CODE(hd_pool_apply(pool, task_same, NULL, NULL, NULL), HD_EPOOLSTATE);
	CHECK_CODE(hd_pool_apply_async(pool, task_same, NULL, NULL, &r), HD_EPOOLSTATE);
	CHECK_CODE(hd_pool_map(pool, task_same, input, 1, NULL, NULL), HD_EPOOLSTATE);
	CHECK_CODE(hd_pool_map_async(pool, task_same, input, 1, NULL, &r), HD_EPOOLSTATE);
	CHECK_CODE(hd_pool_starmap(pool, task_same, &input, 1, 1, NULL, NULL),
		   HD_EPOOLSTATE);
	CHECK_CODE(hd_pool_starmap_async(pool, task_same, &input, 1, 1, NULL, &r),
		   HD_EPOOLSTATE);
	CHECK_CODE(hd_pool_imap(pool, task_same, input, 1, &it), HD_EPOOLSTATE);
	CHECK_CODE(hd_pool_imap_unordered(pool, task_same, input, 1, &it), HD_EPOOLSTATE);
	CHECK_PTR(r, pool);
	CHECK_PTR(it, pool);
}

static void not_running(void)
{
	hd_pool *pool = pool_of(1);

	hd_pool_close(pool);
	check_refused(pool);
	hd_pool_terminate(pool);
	check_refused(pool);
	OK(hd_pool_join(pool));
	check_refused(pool);
	OK(hd_pool_free(&pool));
	CHECK_STR(hd_strerror(HD_EPOOLSTATE), "Pool not running");
}

/* Catches: join before close, which waits for ever. */
static void still_running(void)
{
	hd_pool *pool = pool_of(1);

	CHECK_CODE(hd_pool_join(pool), HD_EPOOLRUNNING);
	CHECK_STR(hd_strerror(HD_EPOOLRUNNING), "Pool is still running");
	OK(hd_pool_apply(pool, task_same, NULL, NULL, NULL));
	end(pool);
}

static void join_again(void)
{
	hd_pool *pool = pool_of(2);

	hd_pool_close(pool);
	hd_pool_close(pool);
	for (int i = 0; i < 3; i++)
		OK(hd_pool_join(pool));
	OK(hd_pool_free(&pool));
	OK(hd_pool_free(&pool));
}

static void *join_it(void *pool)
{
	OK(hd_pool_join(pool));
	return NULL;
}

/* Catches: a wait-for-all that wakes one of several waiters. */
static void join_by_many(void)
{
	hd_pool *pool = pool_of(2);
	runner r[4];
	gate g = GATE;

	OK(hd_pool_apply_async(pool, task_hold, &g, NULL, NULL));
	hd_pool_close(pool);
	for (int i = 0; i < 4; i++)
		runner_start(&r[i], join_it, pool);
	for (int i = 0; i < 4; i++)
		runner_asleep(&r[i]);
	gate_open(&g);
	for (int i = 0; i < 4; i++)
		runner_join(&r[i]);
	OK(hd_pool_free(&pool));
}

static void close_finishes_work(void)
{
	hd_pool *pool = pool_of(1);
	hd_async_result *r[20];
	gate g = GATE;

	OK(hd_pool_apply_async(pool, task_hold, &g, NULL, NULL));
	for (int i = 0; i < 20; i++)
		OK(hd_pool_apply_async(pool, task_square, PTR(i), NULL, &r[i]));
	hd_pool_close(pool);
	gate_open(&g);
	OK(hd_pool_join(pool));
	for (int i = 0; i < 20; i++) {
		CHECK(hd_async_result_ready(r[i]));
		CHECK_INT(INT(get(r[i])), i * i);
		hd_async_result_free(&r[i]);
	}
	OK(hd_pool_free(&pool));
}

static void free_finishes_work(void)
{
	hd_pool *pool = pool_of(2);
	atomic_int count = 0;

	for (int i = 0; i < 200; i++)
		OK(hd_pool_apply_async(pool, task_count, &count, NULL, NULL));
	OK(hd_pool_free(&pool));
	CHECK_INT(count, 200);
}

/* Catches: results of a terminated pool that never become ready. */
static void terminate(void)
{
	hd_pool *pool = pool_of(1);
	hd_async_result *running, *queued, *mapped;
	gate g = GATE;
	bool yes = true;
	runner waiter;

	OK(hd_pool_apply_async(pool, task_hold, &g, NULL, &running));
	gate_await(&g, 1);
	OK(hd_pool_apply_async(pool, task_count, &inits, NULL, &queued));
	OK(hd_pool_map_async(pool, task_same, hd_range(0, 10000), 1, NULL, &mapped));
	runner_start(&waiter, wait_for, mapped);
	runner_asleep(&waiter);
	hd_pool_terminate(pool);
	runner_join(&waiter);
	CHECK_CODE(hd_async_result_get(queued, HD_FOREVER, NULL), HD_ECANCELLED);
	CHECK_CODE(hd_async_result_get(mapped, HD_FOREVER, NULL), HD_ECANCELLED);
	OK(hd_async_result_successful(queued, &yes));
	CHECK(!yes);
	CHECK(!hd_async_result_ready(running));
	gate_open(&g);
	OK(hd_pool_join(pool));
	CHECK_PTR(get(running), NULL);
	CHECK_INT(inits, 0);
	hd_async_result_free(&running);
	hd_async_result_free(&queued);
	hd_async_result_free(&mapped);
	OK(hd_pool_free(&pool));
}

static void terminate_imap(void)
{
	hd_pool *pool = pool_of(1);
	hd_imap *it;
	void *out;
	int code, cancelled = 0;
	gate g = GATE;

	OK(hd_pool_apply_async(pool, task_hold, &g, NULL, NULL));
	gate_await(&g, 1);
	OK(hd_pool_imap(pool, task_same, hd_range(0, 5), 1, &it));
	hd_pool_terminate(pool);
	while ((code = hd_imap_next(it, HD_FOREVER, &out)) == HD_ECANCELLED)
		cancelled++;
	CHECK_CODE(code, HD_END);
	CHECK_INT(cancelled, 5);
	hd_imap_free(&it);
	gate_open(&g);
	OK(hd_pool_join(pool));
	OK(hd_pool_free(&pool));
}

/* Exactly one callback also for what a terminated pool settles. */
static void terminate_calls_back(void)
{
	hd_pool *pool = pool_of(1);
	gate g = GATE;

	gate_open(&heard.go_on);
	OK(hd_pool_apply_async(pool, task_hold, &g, NULL, NULL));
	gate_await(&g, 1);
	OK(hd_pool_apply_async(pool, task_same, NULL, &hearing, &heard.result));
	hd_pool_terminate(pool);
	gate_open(&g);
	OK(hd_pool_join(pool));
	CHECK_CODE(hd_async_result_get(heard.result, HD_FOREVER, NULL), HD_ECANCELLED);
	CHECK_INT(heard.values, 0);
	CHECK_INT(heard.errors, 1);
	CHECK_INT(heard.code, HD_ECANCELLED);
	CHECK(!heard.was_ready);
	hd_async_result_free(&heard.result);
	OK(hd_pool_free(&pool));
}

static void terminate_at_once(void)
{
	for (int i = 0; i < probe_scaled(30); i++) {
		hd_pool *pool = pool_of(3);
		hd_async_result *r;
		int code;

		OK(hd_pool_map_async(pool, task_same, hd_range(0, 10000), 1, NULL, &r));
		hd_pool_terminate(pool);
		OK(hd_pool_join(pool));
		CHECK(hd_async_result_ready(r));
		code = hd_async_result_get(r, 0, NULL);
		CHECK(code == HD_ECANCELLED || code == HD_OK);
		hd_async_result_free(&r);
		OK(hd_pool_free(&pool));
	}
}

static void drop(void)
{
	hd_pool *pool = pool_of(2);
	hd_thread *threads[2];
	hd_async_result *r;
	gate g = GATE;

	CHECK_INT(hd_pool_threads(pool, threads, 2), 2);
	OK(hd_pool_apply_async(pool, task_hold, &g, NULL, NULL));
	OK(hd_pool_map_async(pool, task_square, hd_range(0, 50), 1, NULL, &r));
	hd_pool_drop(&pool);
	CHECK_PTR(pool, NULL);
	hd_pool_drop(&pool);
	gate_open(&g);
	CHECK_INT(INT(((void **)get(r))[49]), 2401);
	hd_async_result_free(&r);
	for (int i = 0; i < 2; i++) {
		OK(hd_thread_join(threads[i], HD_FOREVER, NULL));
		hd_thread_unref(threads[i]);
	}
}

static void *apply_cancelled(void *pool)
{
	return PTR(hd_pool_apply(pool, task_same, NULL, NULL, NULL));
}

static void terminate_apply(void)
{
	hd_pool *pool = pool_of(1);
	gate g = GATE;
	runner r;

	OK(hd_pool_apply_async(pool, task_hold, &g, NULL, NULL));
	gate_await(&g, 1);
	runner_start(&r, apply_cancelled, pool);
	runner_asleep(&r);
	hd_pool_terminate(pool);
	CHECK_CODE((int)INT(runner_join(&r)), HD_ECANCELLED);
	gate_open(&g);
	OK(hd_pool_join(pool));
	OK(hd_pool_free(&pool));
}

/* -- results with an owner ----------------------------------------------------------------------- */

static void *copy_number(void *i)
{
	return hd_return_copy(&i, sizeof i);
}

/* What hd_return_copy made belongs to the caller of apply and map, and to the AsyncResult or
 * the iterator otherwise.  Catches: copies that nobody or two free (AddressSanitizer). */
static void owned_results(void)
{
	hd_pool *pool = pool_of(2);
	hd_async_result *r;
	hd_imap *it;
	void *result, *results[10];

	OK(hd_pool_apply(pool, copy_number, PTR(7), &result, NULL));
	CHECK_INT(*(intptr_t *)result, 7);
	free(result);
	OK(hd_pool_apply(pool, copy_number, PTR(7), NULL, NULL));
	OK(hd_pool_map(pool, copy_number, hd_range(0, 10), 3, results, NULL));
	for (int i = 0; i < 10; i++) {
		CHECK_INT(*(intptr_t *)results[i], i);
		free(results[i]);
	}
	OK(hd_pool_map(pool, copy_number, hd_range(0, 10), 3, NULL, NULL));
	OK(hd_pool_apply_async(pool, copy_number, PTR(5), NULL, &r));
	CHECK_INT(*(intptr_t *)get(r), 5);
	hd_async_result_free(&r);
	OK(hd_pool_map_async(pool, copy_number, hd_range(0, 10), 3, NULL, &r));
	CHECK_INT(*(intptr_t *)((void **)get(r))[9], 9);
	hd_async_result_free(&r);
	OK(hd_pool_map_async(pool, copy_number, hd_range(0, 10), 3, NULL, NULL));
	OK(hd_pool_imap(pool, copy_number, hd_range(0, 10), 3, &it));
	for (int i = 0; i < 6; i++) {
		OK(hd_imap_next(it, HD_FOREVER, &result));
		CHECK_INT(*(intptr_t *)result, i);
	}
	hd_imap_free(&it);
	end(pool);
}

static void count_value(void *value, void *count)
{
	(void)value;
	task_count(count);
}

/* Nothing to do is done at once, and called back all the same. */
static void empty_map_callback(void)
{
	hd_pool *pool = pool_of(1);
	atomic_int calls = 0;
	hd_async_callbacks back = {count_value, NULL, &calls};
	hd_async_result *r;

	OK(hd_pool_map_async(pool, task_same, hd_range(0, 0), 1, &back, &r));
	CHECK(hd_async_result_ready(r));
	CHECK_INT(calls, 1);
	hd_async_result_free(&r);
	end(pool);
	CHECK_INT(calls, 1);
}

/* -- from inside, at once ------------------------------------------------------------------------ */

static hd_pool *inside;

static void *join_inside(void *arg)
{
	hd_pool *handle = inside;

	CHECK_CODE(hd_pool_free(&handle), HD_EDEADLOCK);
	CHECK_PTR(handle, inside);
	hd_pool_close(inside);
	CHECK_CODE(hd_pool_join(inside), HD_EDEADLOCK);
	CHECK_CODE(hd_pool_free(&handle), HD_EDEADLOCK);
	return arg;
}

/* Catches: a pool that waits for itself. */
static void from_task(void)
{
	hd_async_result *r;

	inside = pool_of(2);
	OK(hd_pool_apply_async(inside, join_inside, PTR(3), NULL, &r));
	CHECK_INT(INT(get(r)), 3);
	hd_async_result_free(&r);
	OK(hd_pool_join(inside));
	OK(hd_pool_free(&inside));
}

/* Catches: a pool that closes, and only then says that it may not be freed here. */
static void *free_inside(void *arg)
{
	hd_pool *handle = inside;

	(void)arg;
	CHECK_CODE(hd_pool_free(&handle), HD_EDEADLOCK);
	OK(hd_pool_apply_async(inside, task_same, NULL, NULL, NULL));
	return NULL;
}

static void refused_free_changes_nothing(void)
{
	inside = pool_of(1);
	OK(hd_pool_apply(inside, free_inside, NULL, NULL, NULL));
	OK(hd_pool_apply(inside, task_same, NULL, NULL, NULL));
	end(inside);
}

static void join_in_callback(const hd_error *error, void *count)
{
	hd_pool *handle = inside;

	CHECK_INT(error->code, HD_ECANCELLED);
	CHECK_CODE(hd_pool_join(inside), HD_EDEADLOCK);
	CHECK_CODE(hd_pool_free(&handle), HD_EDEADLOCK);
	CHECK_PTR(handle, inside);
	atomic_fetch_add((atomic_int *)count, 1);
}

/* The callbacks of terminated work run in the thread that terminates, which is no worker. */
static void from_terminate(void)
{
	atomic_int calls = 0;
	hd_async_callbacks back = {.error_callback = join_in_callback, .arg = &calls};
	gate g = GATE;

	inside = pool_of(1);
	OK(hd_pool_apply_async(inside, task_hold, &g, NULL, NULL));
	gate_await(&g, 1);
	OK(hd_pool_apply_async(inside, task_same, NULL, &back, NULL));
	hd_pool_terminate(inside);
	CHECK_INT(calls, 1);
	gate_open(&g);
	OK(hd_pool_join(inside));
	OK(hd_pool_free(&inside));
}

static bool close_and_end(void *pool, void **item)
{
	(void)item;
	hd_pool_close(pool);
	return false;
}

static bool one_and_close(void *pool, void **item)
{
	*item = NULL;
	if (!inits++)
		return true;
	return close_and_end(pool, item);
}

/* Catches: a lock that is held when the pool turns out to be closed. */
static void closed_while_collecting(void)
{
	hd_pool *pool = pool_of(1);
	hd_async_result *r;
	hd_imap *it;

	CHECK_CODE(hd_pool_map_async(pool, task_same, hd_generator(one_and_close, pool),
				     1, NULL, &r),
		   HD_EPOOLSTATE);
	CHECK_CODE(hd_pool_imap(pool, task_same, hd_range(0, 3), 1, &it), HD_EPOOLSTATE);
	hd_pool_close(pool);
	OK(hd_pool_join(pool));
	OK(hd_pool_free(&pool));
}

static void *drop_inside(void *arg)
{
	hd_pool_drop(&inside);
	CHECK_PTR(inside, NULL);
	return arg;
}

/* A task may drop its pool; what was accepted runs, and its results are read later. */
static void drop_from_task(void)
{
	hd_async_result *mine, *rest;
	hd_thread *thread;
	gate g = GATE;

	inside = pool_of(1);
	CHECK_INT(hd_pool_threads(inside, &thread, 1), 1);
	OK(hd_pool_apply_async(inside, task_hold, &g, NULL, NULL));
	OK(hd_pool_apply_async(inside, drop_inside, PTR(3), NULL, &mine));
	OK(hd_pool_map_async(inside, task_square, hd_range(0, 20), 1, NULL, &rest));
	gate_open(&g);
	OK(hd_thread_join(thread, HD_FOREVER, NULL));
	hd_thread_unref(thread);
	CHECK_INT(INT(get(mine)), 3);
	CHECK_INT(INT(((void **)get(rest))[19]), 361);
	hd_async_result_free(&mine);
	hd_async_result_free(&rest);
}

static void *hold_and_fail(void *g)
{
	task_hold(g);
	return hd_raise(4, "no");
}

/* Catches: chunks that outlive their pool, and are asked why they never ran. */
static void dropped_and_broken(void)
{
	gate g = GATE;
	const hd_executor_options options = {.initializer = hold_and_fail, .initarg = &g};
	hd_async_result *r;
	hd_thread *thread;
	hd_pool *pool;

	OK(hd_pool_new(1, &options, &pool));
	CHECK_INT(hd_pool_threads(pool, &thread, 1), 1);
	OK(hd_pool_map_async(pool, task_same, hd_range(0, 9), 1, NULL, &r));
	gate_await(&g, 1);
	hd_pool_drop(&pool);
	gate_open(&g);
	CHECK_CODE(hd_async_result_get(r, HD_FOREVER, NULL), HD_EFAILED);
	CHECK_INT(hd_async_result_exception(r).code, HD_EBROKEN);
	hd_async_result_free(&r);
	OK(hd_thread_join(thread, HD_FOREVER, NULL));
	hd_thread_unref(thread);
}

static void *map_many(void *pool)
{
	void *results[50];

	for (int round = 0; round < probe_scaled(50); round++) {
		OK(hd_pool_map(pool, task_square, hd_range(0, 50), 3, results, NULL));
		for (int i = 0; i < 50; i++)
			CHECK_INT(INT(results[i]), i * i);
	}
	return NULL;
}

/* Catches: maps that share a counter of the pool. */
static void several_callers(void)
{
	hd_pool *pool = pool_of(3);
	runner r[4];

	for (int i = 0; i < 4; i++)
		runner_start(&r[i], map_many, pool);
	for (int i = 0; i < 4; i++)
		runner_join(&r[i]);
	end(pool);
}

static void free_before_ready(void)
{
	hd_pool *pool = pool_of(1);
	hd_async_result *r;
	gate g = GATE;

	OK(hd_pool_apply_async(pool, task_hold, &g, NULL, &r));
	hd_async_result_free(&r);
	OK(hd_pool_map_async(pool, task_count, hd_array(&inits, 1, sizeof inits), 1, NULL,
			     &r));
	hd_async_result_free(&r);
	gate_open(&g);
	end(pool);
	CHECK_INT(inits, 1);
}

static const probe_case cases[] = {
	CASE(apply, "apply gives the result"),
	CASE(apply_fails, "apply gives the failure"),
	CASE(apply_async, "apply_async and get, again and again"),
	CASE(apply_async_and_forget, "results that nobody wants"),
	CASE(result_states, "get, wait, ready, successful before and after"),
	CASE(result_failed, "the same for a failure"),
	CASE(result_wakes_all, "four waiters of one result all wake"),
	CASE(callback_before_ready, "callback once, before ready"),
	CASE(error_callback_before_ready, "error_callback once, before ready"),
	CASE(map_callback, "the callback of a map gets the array"),
	CASE(map_error_callback, "the error_callback of a map"),
	CASE(callbacks_may_miss, "either callback may be NULL"),
	CASE(map, "map in order, with all kinds of chunks"),
	CASE(map_async, "map_async; results outlive the pool"),
	CASE(map_generator, "map over a generator"),
	CASE(no_items, "map and imap over nothing"),
	CASE(default_chunk, "the default chunk is ceil(n / (4 * workers))"),
	CASE(failure_after_all_chunks, "a failing item ends its chunk; told after all"),
	CASE(starmap, "starmap and starmap_async"),
	CASE(imap, "imap in order, with all kinds of chunks"),
	CASE(imap_unordered, "imap_unordered gives each once"),
	CASE(imap_unordered_as_they_come, "imap_unordered gives them as they come"),
	CASE(imap_timeout, "next may time out and be tried again"),
	CASE(imap_failure, "imap gives a failure in its place and goes on"),
	CASE(imap_unordered_failure, "imap_unordered gives a failure and goes on"),
	CASE(imap_failure_in_chunk, "a failure inside a chunk of imap"),
	CASE(imap_left_early, "an iterator that is left early"),
	CASE(imap_chunksize, "chunksize 0 is an error for imap"),
	CASE(workers, "CPUs by default, below 1 is an error"),
	CASE(workers_start_now, "workers start with the pool"),
	CASE(initializer, "the initializer runs once in each worker"),
	CASE(not_running, "every call on a closed pool: Pool not running"),
	CASE(still_running, "join before close: Pool is still running"),
	CASE(join_again, "join, close and free again"),
	CASE(join_by_many, "four threads join one pool"),
	CASE(close_finishes_work, "close finishes queued work"),
	CASE(free_finishes_work, "free finishes queued work"),
	CASE(terminate, "terminate settles queued work as cancelled"),
	CASE(terminate_imap, "terminate settles what an imap waits for"),
	CASE(terminate_calls_back, "terminate calls back, once, before ready"),
	CASE(terminate_at_once, "terminate right after 10,000 items"),
	CASE(from_task, "a task that joins or frees its pool is told so"),
	CASE(refused_free_changes_nothing, "a refused free leaves the pool open"),
	CASE(from_terminate, "so is a callback of terminated work"),
	CASE(closed_while_collecting, "closed while a map collects its items"),
	CASE(dropped_and_broken, "a dropped pool whose initializer fails"),
	CASE(drop_from_task, "a task may drop its pool; results are read later"),
	CASE(several_callers, "four threads map on one pool"),
	CASE(free_before_ready, "a result freed before it is ready"),
	CASE(drop, "a dropped pool finishes its work, and its threads end"),
	CASE(terminate_apply, "terminate ends an apply that waits"),
	CASE(owned_results, "copied results have one owner each"),
	CASE(empty_map_callback, "a map over nothing calls back, in the caller"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
