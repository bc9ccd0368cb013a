/* SPDX-License-Identifier: MIT */
/* Much of everything at once, with counts that must come out even. */
#include <sched.h>

#include "probe.h"

/* -- eight threads hammer one executor ---------------------------------------------------------- */

enum { HAMMERS = 8, BATCH = 20 };

/* How each accepted task ended: by running, or by a drop, once. */
static struct {
	hd_executor *ex;
	atomic_int accepted, refused, ran, dropped, callbacks, expected_callbacks;
	int rounds;
	gate go;
} hammer = {.go = GATE};

static void *hammer_task(void *arg)
{
	hammer.ran++;
	return INT(arg) % 5 ? arg : hd_raise(1, "every fifth fails");
}

static void hammer_drop(void *arg)
{
	(void)arg;
	hammer.dropped++;
}

static void *hammer_callback(hd_future *f, void *arg)
{
	(void)arg;
	CHECK(hd_future_done(f));
	hammer.callbacks++;
	return NULL;
}

static int hammer_submit(hd_future **f, int seed)
{
	int count = 0;

	for (int i = 0; i < BATCH; i++) {
		hd_task task = {
			.fn = hammer_task, .arg = PTR(seed + i), .drop = hammer_drop};
		int code = hd_executor_submit_task(hammer.ex, &task, &f[count]);

		if (code) {
			CHECK_CODE(code, HD_ESHUTDOWN);
			hammer.refused++;
			continue;
		}
		hammer.accepted++;
		if (i % 3 == 0) {
			OK(hd_future_add_done_callback(f[count], hammer_callback, NULL));
			hammer.expected_callbacks++;
		}
		count++;
	}
	return count;
}

static void hammer_iterate(hd_future **f, int count)
{
	hd_as_completed *it;
	hd_future *out;
	int given = 0;

	OK(hd_as_completed_new(f, (size_t)count, HD_FOREVER, &it));
	while (hd_as_completed_next(it, &out) == HD_OK) {
		CHECK(hd_future_done(out));
		given++;
	}
	CHECK_INT(given, count);
	hd_as_completed_free(&it);
}

static void hammer_wait(hd_future **f, int count, int round)
{
	static const hd_return_when modes[] = {HD_FIRST_COMPLETED, HD_FIRST_EXCEPTION,
					       HD_ALL_COMPLETED};
	hd_wait_sets sets;

	OK(hd_wait(f, (size_t)count, round % 2 ? HD_FOREVER : 0.001, modes[round % 3],
		   &sets));
	CHECK_INT(sets.done_count + sets.not_done_count, count);
	hd_wait_sets_free(&sets);
}

static void *hammer_run(void *arg)
{
	int me = (int)INT(arg);

	gate_wait(&hammer.go);
	for (int round = 0; round < hammer.rounds; round++) {
		hd_future *f[BATCH];
		int count = hammer_submit(f, me + round);

		for (int i = 0; i < count; i += 4)
			hd_future_cancel(f[(i * 7 + me) % count]);
		if ((round + me) % 3 == 0)
			hammer_iterate(f, count);
		else if ((round + me) % 3 == 1)
			hammer_wait(f, count, round);
		for (int i = 0; i < count; i++) {
			if ((round + i) % 5 == 0)
				CHECK(hd_future_result(f[i], 30, NULL) != HD_ETIMEDOUT);
			hd_future_unref(f[i]);
		}
		if (me == 0 && round == hammer.rounds * 9 / 10)
			OK(hd_executor_shutdown(hammer.ex, false, me % 2 == 0));
	}
	return NULL;
}

/* Catches: a race on the running flag; a task that is lost, run twice, or run and dropped. */
static void hammered(void)
{
	runner r[HAMMERS];

	hammer.ex = executor_of(4);
	hammer.rounds = probe_scaled(300);
	for (int i = 0; i < HAMMERS; i++)
		runner_start(&r[i], hammer_run, PTR(i));
	gate_open(&hammer.go);
	for (int i = 0; i < HAMMERS; i++)
		runner_join(&r[i]);
	OK(hd_executor_free(&hammer.ex));
	CHECK_INT(hammer.accepted + hammer.refused, HAMMERS * BATCH * hammer.rounds);
	CHECK_INT(hammer.ran + hammer.dropped, hammer.accepted);
	CHECK_INT(hammer.callbacks, hammer.expected_callbacks);
	CHECK(hammer.ran > 0 && hammer.dropped > 0);
}

/* -- large sets ----------------------------------------------------------------------------- */

static hd_future **many_futures(int n)
{
	hd_future **f = malloc((size_t)n * sizeof(hd_future *));

	CHECK(f != NULL);
	return f;
}

/* Catches: an iteration that looks at all futures for each one that is given. */
static void as_completed_100k(void)
{
	int n = probe_scaled(100000);
	hd_executor *ex = executor_of(2);
	hd_future **f = many_futures(n), *out;
	char *seen = calloc((size_t)n, 1);
	hd_as_completed *it;
	double start = now();

	CHECK(seen != NULL);
	for (int i = 0; i < n; i++) {
		f[i] = submit(ex, task_same, PTR(i));
		hd_future_set_user_data(f[i], PTR(i));
	}
	OK(hd_as_completed_new(f, (size_t)n, HD_FOREVER, &it));
	for (int i = 0; i < n; i++) {
		OK(hd_as_completed_next(it, &out));
		CHECK(!seen[INT(hd_future_user_data(out))]++);
	}
	CHECK_CODE(hd_as_completed_next(it, &out), HD_END);
	hd_as_completed_free(&it);
	CHECK_WITHIN(now() - start, 0, 20);
	for (int i = 0; i < n; i++)
		hd_future_unref(f[i]);
	free(f);
	free(seen);
	OK(hd_executor_free(&ex));
}

static hd_future **to_settle;
static int settle_count;

static void *settle_in_turn(void *arg)
{
	for (int i = 0; i < settle_count; i++)
		OK(hd_future_set_result(to_settle[i], NULL, NULL));
	return arg;
}

/* The iterator sleeps while the first of 100,000 is settled from another thread. */
static void as_completed_while_settling(void)
{
	hd_as_completed *it;
	hd_future *out;
	runner r;
	double start = now();

	settle_count = probe_scaled(100000);
	to_settle = many_futures(settle_count);
	for (int i = 0; i < settle_count; i++)
		to_settle[i] = future_in(HD_PENDING);
	OK(hd_as_completed_new(to_settle, (size_t)settle_count, HD_FOREVER, &it));
	runner_start(&r, settle_in_turn, NULL);
	for (int i = 0; i < settle_count; i++) {
		OK(hd_as_completed_next(it, &out));
		CHECK_PTR(out, to_settle[i]);
	}
	CHECK_CODE(hd_as_completed_next(it, &out), HD_END);
	runner_join(&r);
	hd_as_completed_free(&it);
	CHECK_WITHIN(now() - start, 0, 20);
	for (int i = 0; i < settle_count; i++)
		hd_future_unref(to_settle[i]);
	free(to_settle);
}

/* As a program does that takes what is done and waits for the rest: n waits. */
static void first_completed_in_turn(void)
{
	int n = probe_scaled(2000), left = n;
	hd_executor *ex = executor_of(2);
	hd_future **f = many_futures(n);
	double start = now();

	for (int i = 0; i < n; i++)
		f[i] = submit(ex, task_same, NULL);
	while (left) {
		hd_wait_sets sets;

		OK(hd_wait(f, (size_t)left, HD_FOREVER, HD_FIRST_COMPLETED, &sets));
		CHECK(sets.done_count > 0);
		hd_future_unref(sets.done[0]);
		left = 0;
		for (size_t i = 1; i < sets.done_count; i++)
			f[left++] = sets.done[i];
		for (size_t i = 0; i < sets.not_done_count; i++)
			f[left++] = sets.not_done[i];
		hd_wait_sets_free(&sets);
	}
	CHECK_WITHIN(now() - start, 0, 30);
	free(f);
	OK(hd_executor_free(&ex));
}

static void wait_100k(void)
{
	int n = probe_scaled(100000);
	hd_executor *ex = executor_of(2);
	hd_future **f = many_futures(n);
	hd_wait_sets sets;

	for (int i = 0; i < n; i++)
		f[i] = submit(ex, task_same, NULL);
	OK(hd_wait(f, (size_t)n, HD_FOREVER, HD_ALL_COMPLETED, &sets));
	CHECK_INT(sets.done_count, n);
	hd_wait_sets_free(&sets);
	for (int i = 0; i < n; i++)
		hd_future_unref(f[i]);
	free(f);
	OK(hd_executor_free(&ex));
}

/* -- create and destroy --------------------------------------------------------------------------- */

/* After a first thread has come and gone: a sanitizer starts one of its own with it. */
static int threads_now(void)
{
	char line[100];
	int threads = -1;
	FILE *file = fopen("/proc/self/status", "r");
	runner r;

	runner_start(&r, task_same, NULL);
	runner_join(&r);
	CHECK(file != NULL);
	while (fgets(line, sizeof line, file))
		if (sscanf(line, "Threads: %d", &threads) == 1)
			break;
	fclose(file);
	return threads;
}

/* A thread that was joined is still counted while the kernel puts it away. */
static void check_threads(int before)
{
	double deadline = now() + 5;
	int threads;

	while ((threads = threads_now()) > before && now() < deadline)
		sched_yield();
	CHECK(threads <= before);
}

/* Catches: threads and memory that stay behind (under AddressSanitizer). */
static void create_and_destroy(void)
{
	int before = threads_now();

	for (int i = 0; i < probe_scaled(2000); i++) {
		hd_executor *ex = executor_of(3);
		atomic_int count = 0;

		for (int k = 0; k < i % 5; k++)
			OK(hd_executor_submit(ex, task_count, &count, NULL));
		OK(hd_executor_free(&ex));
		CHECK_INT(count, i % 5);
	}
	check_threads(before);
}

static void create_and_destroy_pools(void)
{
	int before = threads_now();

	for (int i = 0; i < probe_scaled(500); i++) {
		hd_pool *pool;
		atomic_int count = 0;

		OK(hd_pool_new(3, NULL, &pool));
		for (int k = 0; k < i % 4; k++)
			OK(hd_pool_apply_async(pool, task_count, &count, NULL, NULL));
		OK(hd_pool_free(&pool));
		CHECK_INT(count, i % 4);
	}
	check_threads(before);
}

static void *create_many(void *arg)
{
	for (int i = 0; i < probe_scaled(100); i++) {
		hd_executor *ex = executor_of(2);
		hd_future *f = submit(ex, task_square, PTR(i));

		CHECK_INT(INT(value_of(f)), i * i);
		hd_future_unref(f);
		OK(hd_executor_free(&ex));
	}
	return arg;
}

/* Catches: state that is shared between executors. */
static void create_side_by_side(void)
{
	runner r[4];

	for (int i = 0; i < 4; i++)
		runner_start(&r[i], create_many, NULL);
	for (int i = 0; i < 4; i++)
		runner_join(&r[i]);
}

/* -- nothing is lost ------------------------------------------------------------------------------ */

static void *submit_count(void *count)
{
	for (int i = 0; i < probe_scaled(20000); i++)
		OK(hd_executor_submit(hammer.ex, task_count, count, NULL));
	return NULL;
}

/* Catches: a queue that loses what two producers push at once. */
static void four_producers(void)
{
	for (int workers = 1; workers <= 4; workers += 3) {
		atomic_int count = 0;
		runner r[4];

		hammer.ex = executor_of(workers);
		for (int i = 0; i < 4; i++)
			runner_start(&r[i], submit_count, &count);
		for (int i = 0; i < 4; i++)
			runner_join(&r[i]);
		OK(hd_executor_free(&hammer.ex));
		CHECK_INT(count, 4 * probe_scaled(20000));
	}
}

static gate small_batch;

static void *arrive(void *arg)
{
	gate_arrive(&small_batch);
	return arg;
}

/* Small batches into a pool that is about to fall asleep.
 * Catches: a wake that is lost between the last look and the sleep. */
static void small_batches(void)
{
	for (int no_spinning = 0; no_spinning < 2; no_spinning++) {
		hd_executor_options options = {.no_spinning = no_spinning};
		hd_executor *ex;

		OK(hd_executor_new_threads(3, &options, &ex));
		for (int round = 0; round < probe_scaled(10000); round++) {
			int n = 1 + round % 4;

			small_batch = (gate)GATE;
			for (int i = 0; i < n; i++)
				OK(hd_executor_submit(ex, arrive, NULL, NULL));
			gate_await(&small_batch, n);
		}
		OK(hd_executor_free(&ex));
	}
}

/* Tasks submitted by tasks must be found by the other workers.
 * Catches: a deque that loses or doubles what is stolen. */
static void *spread(void *n)
{
	for (intptr_t i = 0; i < INT(n); i++)
		OK(hd_executor_submit(hammer.ex, spread, PTR(i), NULL));
	if (++hammer.ran == hammer.accepted)
		gate_open(&hammer.go);
	return NULL;
}

static void stolen_work(void)
{
	hammer.ex = executor_of(4);
	for (int round = 0; round < probe_scaled(20); round++) {
		hammer.go = (gate)GATE;
		hammer.ran = 0;
		hammer.accepted = 4096;
		OK(hd_executor_submit(hammer.ex, spread, PTR(12), NULL));
		gate_wait(&hammer.go);
	}
	OK(hd_executor_free(&hammer.ex));
	CHECK_INT(hammer.ran, 4096);
}

static void *submit_until_refused(void *arg)
{
	int code = HD_OK;

	(void)arg;
	gate_arrive(&hammer.go);
	while (code == HD_OK) {
		hd_task task = {.fn = hammer_task, .arg = PTR(1), .drop = hammer_drop};

		code = hd_executor_submit_task(hammer.ex, &task, NULL);
		hammer.accepted += code == HD_OK;
	}
	CHECK_CODE(code, HD_ESHUTDOWN);
	return NULL;
}

/* Catches: a task that is accepted while the executor shuts down, and then forgotten. */
static void shutdown_while_submitting(void)
{
	for (int round = 0; round < probe_scaled(100); round++) {
		runner r[3];

		hammer.go = (gate)GATE;
		hammer.ex = executor_of(2);
		for (int i = 0; i < 3; i++)
			runner_start(&r[i], submit_until_refused, NULL);
		gate_await(&hammer.go, 3);
		OK(hd_executor_shutdown(hammer.ex, round % 2, round % 3 == 0));
		for (int i = 0; i < 3; i++)
			runner_join(&r[i]);
		OK(hd_executor_free(&hammer.ex));
		CHECK_INT(hammer.ran + hammer.dropped, hammer.accepted);
	}
}

static hd_executor *sides[2];

static void *ping(void *left)
{
	if (INT(left))
		OK(hd_executor_submit(sides[INT(left) % 2], ping, PTR(INT(left) - 1),
				      NULL));
	else
		gate_open(&hammer.go);
	return NULL;
}

static void two_executors_play(void)
{
	for (int i = 0; i < 2; i++)
		sides[i] = executor_of(1);
	OK(hd_executor_submit(sides[0], ping, PTR(probe_scaled(20000)), NULL));
	gate_wait(&hammer.go);
	for (int i = 0; i < 2; i++)
		OK(hd_executor_free(&sides[i]));
}

static void *map_small(void *arg)
{
	for (int round = 0; round < probe_scaled(100); round++) {
		hd_input input = hd_range(0, 50);
		hd_map_options options = HD_MAP_OPTIONS;
		hd_map *map;
		void *value;

		options.buffersize = 1 + (size_t)round % 7;
		options.chunksize = 1 + (size_t)round % 3;
		OK(hd_executor_map(hammer.ex, task_square, &input, 1, &options, &map));
		for (int i = 0; i < 50 - round % 50; i++) {
			OK(hd_map_next(map, &value));
			CHECK_INT(INT(value), i * i);
		}
		hd_map_free(&map);
	}
	return arg;
}

static void maps_side_by_side(void)
{
	runner r[4];

	hammer.ex = executor_of(3);
	for (int i = 0; i < 4; i++)
		runner_start(&r[i], map_small, NULL);
	for (int i = 0; i < 4; i++)
		runner_join(&r[i]);
	OK(hd_executor_free(&hammer.ex));
}

static void *result_and_unref(void *f)
{
	CHECK_INT(INT(value_of(f)), 9);
	hd_future_unref(f);
	return NULL;
}

/* The waiter gives back the last reference while the worker is still settling.
 * Catches: a future freed while another thread is waking on it. */
static void last_reference(void)
{
	hd_executor *ex = executor_of(2);

	for (int i = 0; i < probe_scaled(20000); i++)
		result_and_unref(submit(ex, task_square, PTR(3)));
	for (int i = 0; i < probe_scaled(500); i++) {
		hd_future *f = submit(ex, task_square, PTR(3));
		runner r;

		runner_start(&r, result_and_unref, hd_future_ref(f));
		result_and_unref(f);
		runner_join(&r);
	}
	OK(hd_executor_free(&ex));
}

static const probe_case cases[] = {
	CASE(hammered, "8 threads submit, cancel, call back, wait and shut down"),
	CASE(as_completed_100k, "as_completed over 100,000 tasks"),
	CASE(as_completed_while_settling, "as_completed over 100,000 settled meanwhile"),
	CASE(first_completed_in_turn, "2000 waits for the first of what is left"),
	CASE(wait_100k, "wait for 100,000 tasks"),
	CASE(create_and_destroy, "2000 executors of 3 workers, one after the other"),
	CASE(create_and_destroy_pools, "500 ThreadPools, one after the other"),
	CASE(create_side_by_side, "four threads create and destroy executors"),
	CASE(four_producers, "four threads submit at once; nothing is lost"),
	CASE(small_batches, "20,000 small batches; no wake is lost"),
	CASE(stolen_work, "tasks submit tasks; each runs once"),
	CASE(shutdown_while_submitting, "shutdown while three threads submit"),
	CASE(two_executors_play, "two executors pass a task back and forth"),
	CASE(maps_side_by_side, "four threads map on one executor"),
	CASE(last_reference, "the last reference goes while the worker settles"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
