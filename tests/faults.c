/* SPDX-License-Identifier: MIT */
/* What happens when memory, or a thread, cannot be had: at the first, the second, ... the nth
 * request.  Every scenario runs until a run has met no failure; each time everything that was
 * accepted must have run or been dropped, every code must be a documented one, nothing may
 * hang and nothing may leak.
 *
 * The linker puts the wrappers below between the library and the C library (faults.ldflags).
 */
#include "probe.h"

#include <stdarg.h>

/* -- the faults ------------------------------------------------------------------------------ */

/* Requests number from ... to - 1 fail, counted over all threads. */
struct fault {
	atomic_long calls, from, to, failed;
};
static struct fault memory, threads;

/* Blocks that were given out and have not come back. */
static atomic_long live;

static bool fails(struct fault *fault)
{
	long call = atomic_fetch_add(&fault->calls, 1);
	bool now_fails = call >= fault->from && call < fault->to;

	fault->failed += now_fails;
	return now_fails;
}

static void *counted(void *block)
{
	live += block != NULL;
	return block;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
char *__real_strdup(const char *text);
void __real_free(void *block);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, hd_fn *fn,
			  void *arg);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
char *__wrap_strdup(const char *text);
void __wrap_free(void *block);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, hd_fn *fn,
			  void *arg);

void *__wrap_malloc(size_t size)
{
	return fails(&memory) ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails(&memory) ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *old, size_t size)
{
	void *block;

	if (fails(&memory))
		return NULL;
	block = __real_realloc(old, size);
	live += block && !old;
	return block;
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
	return fails(&memory) ? NULL : counted(__real_aligned_alloc(alignment, size));
}

char *__wrap_strdup(const char *text)
{
	return fails(&memory) ? NULL : counted(__real_strdup(text));
}

void __wrap_free(void *block)
{
	live -= block != NULL;
	__real_free(block);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, hd_fn *fn,
			  void *arg)
{
	if (fails(&threads))
		return 11; /* EAGAIN */
	return __real_pthread_create(thread, attributes, fn, arg);
}

static void arm(struct fault *fault, long from, long to)
{
	fault->from = from;
	fault->to = to;
	fault->failed = 0;
	fault->calls = 0;
}

/* -- the sweep -------------------------------------------------------------------------------- */

enum { WARM_UP = 8, REPEATS = 4, MANY = 100000, MOST_REQUESTS = 2000 };

/* What was dropped is taken away by whoever makes an executor next. */
static void take_away_dropped(void)
{
	hd_executor *ex = executor_of(1);

	OK(hd_executor_free(&ex));
}

/* Memory that the library keeps for its next tasks is not lost; it can be told to keep none,
 * and is, but for the case that tests just that. */
static bool keeps_memory;

/* Threads that were let go of may still be on their way out: looks for up to five seconds.
 * What is lost once for a fault is lost in each repetition. */
static void check_no_leak(long before)
{
	double deadline = now() + 5;

	while (live - before >= REPEATS && now() < deadline && !keeps_memory) {
		take_away_dropped();
		usleep(1000);
	}
	CHECK_WITHIN(live - before, -MANY, keeps_memory ? MANY : REPEATS - 1);
}

/* Fails the k-th request, and then, all the others after it too; gives whether any failed. */
static bool run_with_fault(struct fault *fault, long k, bool all_after,
			   void (*scenario)(void))
{
	long before = live;
	bool any = false;

	snprintf(probe_note, sizeof probe_note, "%s request %ld%s failing",
		 fault == &memory ? "memory" : "thread", k,
		 all_after ? " and all after it" : "");
	for (int i = 0; i < REPEATS; i++) {
		arm(fault, k, all_after ? MANY * (long)MANY : k + 1);
		scenario();
		any |= fault->failed > 0;
		arm(fault, 0, 0);
	}
	check_no_leak(before);
	return any;
}

static void sweep(struct fault *fault, void (*scenario)(void))
{
	for (int i = 0; i < WARM_UP; i++)
		scenario();
	for (int all_after = 0; all_after < 2; all_after++) {
		long k = 0;

		while (run_with_fault(fault, k, all_after, scenario))
			CHECK(++k < MOST_REQUESTS);
		CHECK(k > 0);
	}
	probe_note[0] = '\0';
}

/* The code must be 0 or one of the list, which ends with -1. */
static int may(int code, const int *list, const char *call, int line)
{
	for (; *list != -1; list++)
		if (code == *list)
			return code;
	probe_fail(__FILE__, line, "%s gives %s (%d)", call, hd_error_name(code), code);
}
#define MAY(call, ...) may((call), (const int[]){HD_OK, __VA_ARGS__, -1}, #call, __LINE__)

/* -- what was accepted must end ------------------------------------------------------------------ */

static struct {
	atomic_int accepted, ran, dropped, freed;
} tally;

static void *tallied(void *arg)
{
	tally.ran++;
	return arg;
}

static void tally_drop(void *arg)
{
	(void)arg;
	tally.dropped++;
}

static void tally_begin(void)
{
	tally.accepted = tally.ran = tally.dropped = tally.freed = 0;
}

static void tally_end(void)
{
	CHECK_INT(tally.ran + tally.dropped, tally.accepted);
}

/* NULL when there is no memory for it. */
static hd_executor *try_executor(int workers)
{
	hd_executor *ex = NULL;

	MAY(hd_executor_new_threads(workers, NULL, &ex), HD_ENOMEM);
	return ex;
}

/* A tallied task; NULL when it was refused. */
static hd_future *try_submit(hd_executor *ex, const hd_task *wanted)
{
	hd_task task = wanted ? *wanted : (hd_task){.fn = tallied};
	hd_future *f = NULL;

	task.drop = tally_drop;
	if (MAY(hd_executor_submit_task(ex, &task, &f), HD_ENOMEM, HD_ETHREAD)) {
		CHECK_PTR(f, NULL);
		return NULL;
	}
	tally.accepted++;
	return f;
}

static void unref_any(hd_future *f)
{
	if (f)
		hd_future_unref(f);
}

/* -- futures by hand ------------------------------------------------------------------------------ */

static void by_hand(void)
{
	atomic_int calls = 0;
	int added = 0, freed = frees, dropped = drops, code;
	hd_future *f, *g;

	if (MAY(hd_future_new(&f), HD_ENOMEM))
		return;
	for (int i = 0; i < 3; i++)
		added += !MAY(hd_future_add_done_callback(f, callback_count, &calls),
			      HD_ENOMEM);
	code = MAY(hd_future_set_result(f, PTR(5), count_free), HD_ENOMEM);
	CHECK_INT(hd_future_done(f), code == HD_OK);
	CHECK_INT(calls, code ? 0 : added);
	CHECK_CODE(hd_future_result(f, 0, NULL), code ? HD_ETIMEDOUT : HD_OK);
	hd_future_unref(f);
	CHECK_INT(frees - freed, code == HD_OK);
	if (MAY(hd_future_new(&g), HD_ENOMEM))
		return;
	code = MAY(hd_future_set_exception(g, 4, "four", &calls, count_drop), HD_ENOMEM);
	CHECK_CODE(hd_future_result(g, 0, NULL), code ? HD_ETIMEDOUT : HD_EFAILED);
	hd_future_unref(g);
	CHECK_INT(drops - dropped, code == HD_OK);
}

static void futures(void)
{
	sweep(&memory, by_hand);
}

/* A callback that fails, when there may be no memory for its words. */
static void *failing_callback(hd_future *f, void *count)
{
	callback_count(f, count);
	return hd_raise(3, "a callback that %s", "fails");
}

static void ignore_failure(hd_future *f, const hd_error *error, void *arg)
{
	(void)f;
	(void)arg;
	CHECK_INT(error->code, 3);
	CHECK(error->message != NULL);
}

static void failing_callbacks(void)
{
	atomic_int calls = 0;
	int added = 0;
	hd_future *f;

	if (MAY(hd_future_new(&f), HD_ENOMEM))
		return;
	for (int i = 0; i < 3; i++)
		added += !MAY(hd_future_add_done_callback(f, failing_callback, &calls),
			      HD_ENOMEM);
	CHECK(hd_future_cancel(f));
	CHECK_INT(calls, added);
	hd_future_unref(f);
}

static void callbacks(void)
{
	hd_set_callback_hook(ignore_failure, NULL);
	sweep(&memory, failing_callbacks);
}

/* -- submit --------------------------------------------------------------------------------------- */

static void submit_all_kinds(void)
{
	hd_executor *ex = try_executor(3);
	hd_cancel_token *token = NULL;
	int number = 5;
	hd_task task = {.fn = tallied, .label = "label", .arg = &number, .arg_size = 4};
	hd_future *f[9] = {NULL};

	if (!ex)
		return;
	tally_begin();
	MAY(hd_cancel_token_new(&token), HD_ENOMEM);
	task.token = token;
	for (int i = 0; i < 3; i++) {
		f[i] = try_submit(ex, NULL);
		f[i + 3] = try_submit(ex, &task);
		tally.accepted += !MAY(hd_executor_submit(ex, tallied, NULL, &f[i + 6]),
				       HD_ENOMEM, HD_ETHREAD);
		tally.accepted += !MAY(hd_executor_submit_copy(ex, tallied, &number,
							       sizeof number, NULL),
				       HD_ENOMEM, HD_ETHREAD);
	}
	if (token)
		hd_cancel_token_unref(token);
	for (int i = 0; i < 9; i++) {
		if (!f[i])
			continue;
		MAY(hd_future_result(f[i], HD_FOREVER, NULL), HD_OK);
		hd_future_unref(f[i]);
	}
	OK(hd_executor_free(&ex));
	tally_end();
	CHECK_INT(tally.dropped, 0);
}

static void submitting(void)
{
	sweep(&memory, submit_all_kinds);
}

/* Catches: thread creation that fails half way and loses what was accepted. */
static void submitting_without_threads(void)
{
	sweep(&threads, submit_all_kinds);
}

/* The second and every later thread cannot be had: the first does the work. */
static void one_thread_must_do(void)
{
	hd_future *f[4];
	gate g = GATE;
	hd_executor *ex;

	arm(&threads, 1, MANY);
	ex = executor_of(3);
	OK(hd_executor_submit(ex, task_hold, &g, NULL));
	for (int i = 0; i < 4; i++)
		f[i] = submit(ex, task_square, PTR(i));
	CHECK_INT(hd_executor_threads(ex, NULL, 0), 1);
	CHECK(threads.failed > 0);
	gate_open(&g);
	for (int i = 0; i < 4; i++) {
		CHECK_INT(INT(value_of(f[i])), i * i);
		hd_future_unref(f[i]);
	}
	OK(hd_executor_free(&ex));
}

static void *make_futures(void *arg)
{
	hd_future *f[100];

	for (int i = 0; i < 100; i++)
		OK(hd_future_new(&f[i]));
	for (int i = 0; i < 100; i++)
		hd_future_unref(f[i]);
	return arg;
}

/* Catches: a thread's stock of tasks that goes with the thread. */
static void magazines_return(void)
{
	long before = 0;

	CHECK_INT(unsetenv("HEDDLE_NO_MAGAZINES"), 0);
	for (int i = 0; i < 200; i++) {
		runner r;

		if (i == WARM_UP)
			before = live;
		runner_start(&r, make_futures, NULL);
		runner_join(&r);
	}
	CHECK_WITHIN(live - before, -MANY, 8);
}

static void magazines(void)
{
	CHECK_INT(unsetenv("HEDDLE_NO_MAGAZINES"), 0);
	keeps_memory = true;
	sweep(&memory, submit_all_kinds);
}

static void onto_own_future(void)
{
	hd_executor *ex = try_executor(1);
	hd_task task = {.fn = tallied};
	hd_future *f = NULL;

	if (!ex)
		return;
	tally_begin();
	if (!MAY(hd_future_new(&task.future), HD_ENOMEM)) {
		f = try_submit(ex, &task);
		if (f)
			value_of(task.future);
		else
			CHECK_INT(hd_future_state(task.future), HD_PENDING);
		hd_future_unref(task.future);
	}
	unref_any(f);
	OK(hd_executor_free(&ex));
	tally_end();
}

static void submitting_onto(void)
{
	sweep(&memory, onto_own_future);
}

static void *raise_words(void *arg)
{
	tally.ran++;
	return hd_raise(9, "%s number %d", "failure", (int)INT(arg));
}

static void *raise_object(void *arg)
{
	tally.ran++;
	tally.freed++;
	return hd_raise_data(9, arg, tally_drop, "with an object");
}

static void *return_bytes(void *arg)
{
	(void)arg;
	tally.ran++;
	return hd_return_copy("some bytes", 11);
}

static void fail_in_tasks(void)
{
	hd_executor *ex = try_executor(2);
	hd_task tasks[] = {
		{.fn = raise_words}, {.fn = raise_object}, {.fn = return_bytes}};
	void *value;

	if (!ex)
		return;
	tally_begin();
	for (int i = 0; i < 3; i++) {
		hd_future *f = try_submit(ex, &tasks[i]);
		hd_error error;

		if (!f)
			continue;
		OK(hd_future_exception(f, HD_FOREVER, &error));
		CHECK(i == 2 ? error.code == 0 || error.code == HD_ENOMEM
			     : error.code == 9);
		CHECK(error.code == 0 || error.message != NULL);
		if (i == 2 && !hd_future_result(f, 0, &value))
			CHECK_STR(value, "some bytes");
		hd_future_unref(f);
	}
	OK(hd_executor_free(&ex));
	CHECK_INT(tally.ran, tally.accepted);
	CHECK_INT(tally.dropped, tally.freed);
}

static void raising(void)
{
	sweep(&memory, fail_in_tasks);
}

static void shut_down_with_queue(void)
{
	hd_executor *ex = try_executor(2);
	atomic_int calls = 0;
	int added = 0;
	hd_future *f[10];
	gate g = GATE;
	hd_task held = {.fn = task_hold, .arg = &g};
	hd_future *first;

	if (!ex)
		return;
	tally_begin();
	first = try_submit(ex, &held);
	tally.ran += first != NULL;
	for (int i = 0; i < 10; i++) {
		f[i] = try_submit(ex, NULL);
		if (f[i])
			added += !MAY(
				hd_future_add_done_callback(f[i], callback_count, &calls),
				HD_ENOMEM);
	}
	OK(hd_executor_shutdown(ex, false, true));
	gate_open(&g);
	OK(hd_executor_shutdown(ex, true, false));
	for (int i = 0; i < 10; i++) {
		CHECK(!f[i] || hd_future_done(f[i]));
		unref_any(f[i]);
	}
	unref_any(first);
	OK(hd_executor_free(&ex));
	CHECK_INT(calls, added);
	tally_end();
}

static void shutdown(void)
{
	sweep(&memory, shut_down_with_queue);
}

static void *fail_init(void *arg)
{
	(void)arg;
	return hd_raise(2, "no %s", "licence");
}

static void break_it(void)
{
	hd_executor_options options = {.initializer = fail_init,
				       .thread_name_prefix = "worker"};
	hd_executor *ex = NULL;
	hd_future *f[4] = {NULL};

	if (MAY(hd_executor_new_threads(2, &options, &ex), HD_ENOMEM))
		return;
	tally_begin();
	for (int i = 0; i < 4; i++) {
		hd_task task = {.fn = tallied, .drop = tally_drop};

		tally.accepted += !MAY(hd_executor_submit_task(ex, &task, &f[i]),
				       HD_ENOMEM, HD_ETHREAD, HD_EBROKEN);
	}
	for (int i = 0; i < 4; i++) {
		if (f[i])
			failure_of(f[i], HD_EBROKEN);
		unref_any(f[i]);
	}
	OK(hd_executor_free(&ex));
	CHECK_INT(tally.ran, 0);
	tally_end();
}

static void broken(void)
{
	sweep(&memory, break_it);
	sweep(&threads, break_it);
}

static void drop_it(void)
{
	hd_executor *ex = try_executor(2);
	hd_future *f[4];

	if (!ex)
		return;
	tally_begin();
	for (int i = 0; i < 4; i++)
		f[i] = try_submit(ex, NULL);
	hd_executor_drop(&ex);
	for (int i = 0; i < 4; i++) {
		if (f[i])
			value_of(f[i]);
		unref_any(f[i]);
	}
	tally_end();
}

static void dropping(void)
{
	sweep(&memory, drop_it);
}

static void use_serial(void)
{
	hd_executor *ex = NULL;
	hd_future *f;

	if (MAY(hd_executor_new_serial(NULL, &ex), HD_ENOMEM))
		return;
	tally_begin();
	f = try_submit(ex, &(hd_task){.fn = tallied, .label = "label"});
	unref_any(f);
	OK(hd_executor_free(&ex));
	tally_end();
}

static void serial(void)
{
	sweep(&memory, use_serial);
}

/* -- map, wait, as_completed ---------------------------------------------------------------------- */

static void *sum_of(void *arg)
{
	void **items = arg;

	return PTR(INT(items[0]) + INT(items[1]));
}

static void map_some(void)
{
	hd_executor *ex = try_executor(2);
	hd_input inputs[] = {hd_range(0, 12), hd_range(100, 112)};

	if (!ex)
		return;
	for (size_t k = 0; k < 4; k++) {
		hd_map_options options = HD_MAP_OPTIONS;
		hd_map *map = NULL;
		void *value;
		int given = 0, code;

		options.chunksize = 1 + k % 2 * 4;
		options.buffersize = k / 2 ? 2 : SIZE_MAX;
		code = MAY(hd_executor_map(ex, sum_of, inputs, 2, &options, &map),
			   HD_ENOMEM, HD_ETHREAD);
		if (code) {
			CHECK_PTR(map, NULL);
			continue;
		}
		while (!(code = MAY(hd_map_next(map, &value), HD_ENOMEM, HD_ETHREAD,
				    HD_END, HD_EFAILED))) {
			CHECK_INT(INT(value), 100 + 2 * given);
			given++;
		}
		if (code == HD_EFAILED)
			CHECK_INT(hd_map_exception(map).code, HD_ENOMEM);
		CHECK(code != HD_END || given == 12);
		CHECK_CODE(hd_map_next(map, &value), HD_END);
		hd_map_free(&map);
	}
	OK(hd_executor_free(&ex));
}

static void mapping(void)
{
	sweep(&memory, map_some);
	sweep(&threads, map_some);
}

/* Submit has an error in the middle of a map: what it had submitted is taken back. */
static void map_and_leave(void)
{
	hd_executor *ex = try_executor(1);
	hd_input input = hd_range(0, 10);
	hd_map *map = NULL;

	if (!ex)
		return;
	if (!MAY(hd_executor_map(ex, task_same, &input, 1, NULL, &map), HD_ENOMEM,
		 HD_ETHREAD))
		hd_map_free(&map);
	MAY(hd_executor_map(ex, task_same, &input, 1, NULL, NULL), HD_ENOMEM, HD_ETHREAD);
	OK(hd_executor_free(&ex));
}

static void mapping_and_leaving(void)
{
	sweep(&memory, map_and_leave);
}

enum { SET = 6 };

static void wait_for_set(void)
{
	hd_executor *ex = try_executor(2);
	hd_future *f[SET];
	hd_wait_sets sets;
	size_t count = 0;

	if (!ex)
		return;
	tally_begin();
	while (count < SET && (f[count] = try_submit(ex, NULL)))
		count++;
	if (!MAY(hd_wait(f, count, HD_FOREVER, HD_ALL_COMPLETED, &sets), HD_ENOMEM)) {
		CHECK_INT(sets.done_count, count);
		hd_wait_sets_free(&sets);
	}
	if (!MAY(hd_wait(f, count, 0.001, HD_FIRST_EXCEPTION, &sets), HD_ENOMEM))
		hd_wait_sets_free(&sets);
	MAY(hd_wait(f, count, HD_FOREVER, HD_FIRST_COMPLETED, NULL), HD_ENOMEM);
	OK(hd_executor_free(&ex));
	for (size_t i = 0; i < count; i++)
		hd_future_unref(f[i]);
	tally_end();
}

static void waiting(void)
{
	sweep(&memory, wait_for_set);
}

static void iterate_over_set(void)
{
	hd_future *f[SET], *out;
	hd_as_completed *it = NULL;
	size_t count = 0;
	int code;

	while (count < SET && !MAY(hd_future_new(&f[count]), HD_ENOMEM))
		count++;
	if (!MAY(hd_as_completed_new(f, count, 0.001, &it), HD_ENOMEM)) {
		for (size_t i = 0; i < count / 2; i++)
			OK(hd_future_set_result(f[i], NULL, NULL));
		for (size_t i = 0; i < count / 2; i++)
			OK(hd_as_completed_next(it, &out));
		code = hd_as_completed_next(it, &out);
		CHECK_CODE(code, count ? HD_ETIMEDOUT : HD_END);
		CHECK(!count || strstr(hd_as_completed_error(it), "futures unfinished"));
		hd_as_completed_free(&it);
	}
	for (size_t i = 0; i < count; i++)
		hd_future_unref(f[i]);
}

static void iterating(void)
{
	sweep(&memory, iterate_over_set);
}

/* -- pools -------------------------------------------------------------------------------------- */

static void on_value(void *value, void *count)
{
	(void)value;
	atomic_fetch_add((atomic_int *)count, 1);
}

static void on_error(const hd_error *error, void *count)
{
	CHECK(error->code != 0);
	atomic_fetch_add((atomic_int *)count, 1);
}

static void use_async(hd_pool *pool)
{
	atomic_int calls = 0;
	hd_async_callbacks back = {on_value, on_error, &calls};
	hd_async_result *r = NULL;
	void *value = NULL;
	int begun = 0;

	if (!MAY(hd_pool_apply_async(pool, task_square, PTR(4), &back, &r), HD_ENOMEM)) {
		CHECK_CODE(hd_async_result_get(r, HD_FOREVER, &value), HD_OK);
		CHECK_INT(INT(value), 16);
		hd_async_result_free(&r);
		begun++;
	}
	if (!MAY(hd_pool_map_async(pool, task_square, hd_range(0, 9), 2, &back, &r),
		 HD_ENOMEM)) {
		CHECK_CODE(hd_async_result_get(r, HD_FOREVER, &value), HD_OK);
		CHECK_INT(INT(((void **)value)[8]), 64);
		hd_async_result_free(&r);
		begun++;
	}
	CHECK_INT(calls, begun);
	if (!MAY(hd_pool_apply_async(pool, task_fail, PTR(4), &back, NULL), HD_ENOMEM))
		begun++;
	hd_pool_close(pool);
	OK(hd_pool_join(pool));
	CHECK_INT(calls, begun);
}

static void use_imap(hd_pool *pool,
		     int imap(hd_pool *, hd_fn *, hd_input, size_t, hd_imap **))
{
	hd_imap *it = NULL;
	void *value;
	intptr_t sum = 0;
	int code;

	if (MAY(imap(pool, task_square, hd_range(0, 5), 2, &it), HD_ENOMEM))
		return;
	while (!(code = hd_imap_next(it, HD_FOREVER, &value)))
		sum += INT(value);
	CHECK_CODE(code, HD_END);
	CHECK_INT(sum, 30);
	hd_imap_free(&it);
}

static void use_pool(void)
{
	hd_input pair[] = {hd_range(0, 5), hd_range(10, 15)};
	void *value, *values[5];
	hd_pool *pool = NULL;
	hd_error error;

	if (MAY(hd_pool_new(2, NULL, &pool), HD_ENOMEM, HD_ETHREAD)) {
		CHECK_PTR(pool, NULL);
		return;
	}
	if (!MAY(hd_pool_apply(pool, task_square, PTR(5), &value, NULL), HD_ENOMEM))
		CHECK_INT(INT(value), 25);
	if (MAY(hd_pool_apply(pool, task_fail, PTR(5), &value, &error), HD_ENOMEM,
		HD_EFAILED) == HD_EFAILED) {
		CHECK_INT(error.code, 5);
		free((char *)error.message);
	}
	if (!MAY(hd_pool_map(pool, task_square, hd_range(0, 5), 2, values, NULL),
		 HD_ENOMEM))
		CHECK_INT(INT(values[4]), 16);
	if (!MAY(hd_pool_starmap(pool, sum_of, pair, 2, 0, values, NULL), HD_ENOMEM))
		CHECK_INT(INT(values[4]), 18);
	use_imap(pool, hd_pool_imap);
	use_imap(pool, hd_pool_imap_unordered);
	use_async(pool);
	OK(hd_pool_free(&pool));
}

static void pools(void)
{
	sweep(&memory, use_pool);
}

/* Catches: a pool of whose threads some could not be started, and that stays half alive. */
static void pools_without_threads(void)
{
	sweep(&threads, use_pool);
}

static void terminate_pool(void)
{
	gate g = GATE;
	atomic_int calls = 0;
	hd_async_callbacks back = {on_value, on_error, &calls};
	hd_async_result *r = NULL;
	hd_pool *pool = NULL;
	int begun = 0;

	if (MAY(hd_pool_new(1, NULL, &pool), HD_ENOMEM, HD_ETHREAD))
		return;
	MAY(hd_pool_apply_async(pool, task_hold, &g, NULL, NULL), HD_ENOMEM);
	begun += !MAY(hd_pool_map_async(pool, task_same, hd_range(0, 9), 2, &back, &r),
		      HD_ENOMEM);
	hd_pool_terminate(pool);
	gate_open(&g);
	OK(hd_pool_join(pool));
	CHECK_INT(calls, begun);
	if (r)
		MAY(hd_async_result_get(r, 0, NULL), HD_ECANCELLED);
	hd_async_result_free(&r);
	OK(hd_pool_free(&pool));
}

static void terminating(void)
{
	sweep(&memory, terminate_pool);
}

/* -- promises ---------------------------------------------------------------------------------- */

static void *add_one(void *value, void *arg)
{
	(void)arg;
	return PTR(INT(value) + 1);
}

static void *recover(const hd_error *reason, void *arg)
{
	(void)arg;
	return reason->code ? hd_raise(reason->code, "again %s", reason->message) : NULL;
}

enum { PROMISES = 7 };

/* Each that was made must settle: with its value, with the failure that memory is out, or,
 * where there is no memory even for that, as cancelled. */
static void promise_all_kinds(void)
{
	hd_future *f[2], *p[PROMISES] = {NULL}, *bad = NULL;
	size_t count = 0;

	while (count < 2 && !MAY(hd_future_new(&f[count]), HD_ENOMEM))
		count++;
	if (!MAY(hd_future_new(&bad), HD_ENOMEM)) {
		hd_future *with_bad[] = {bad, bad};

		MAY(hd_promise_all(with_bad, 2, 0, &p[4]), HD_ENOMEM);
		MAY(hd_promise_any(with_bad, 2, HD_CANCEL_LOSERS, &p[5]), HD_ENOMEM);
		MAY(hd_promise_then(bad, NULL, recover, NULL, &p[6]), HD_ENOMEM);
		CHECK(hd_future_cancel(bad));
		hd_future_unref(bad);
	}
	if (count) {
		MAY(hd_promise_all(f, count, 0, &p[0]), HD_ENOMEM);
		MAY(hd_promise_all_settled(f, count, &p[1]), HD_ENOMEM);
		MAY(hd_promise_race(f, count, 0, &p[2]), HD_ENOMEM);
		MAY(hd_promise_then(f[0], add_one, recover, NULL, &p[3]), HD_ENOMEM);
	}
	for (size_t i = 0; i < count; i++) {
		OK(hd_future_set_result(f[i], PTR(5), NULL));
		hd_future_unref(f[i]);
	}
	for (int i = 0; i < PROMISES; i++) {
		hd_error error = {0, NULL, NULL};
		int code;

		if (!p[i])
			continue;
		code = MAY(hd_future_exception(p[i], 10, &error), HD_ECANCELLED);
		CHECK(code ||
		      (i < 4 ? !error.code || error.code == HD_ENOMEM : error.code));
		hd_future_unref(p[i]);
	}
}

/* Catches: a promise that nobody would tell a wait of. */
static void cancel_promise(void)
{
	hd_future *f, *p;

	if (MAY(hd_future_new(&f), HD_ENOMEM))
		return;
	if (!MAY(hd_promise_then(f, add_one, recover, NULL, &p), HD_ENOMEM)) {
		CHECK(hd_future_cancel(p));
		CHECK_INT(hd_future_state(p), HD_CANCELLED_AND_NOTIFIED);
		hd_future_unref(p);
	}
	if (!MAY(hd_promise_race(&f, 1, 0, &p), HD_ENOMEM)) {
		CHECK(hd_future_cancel(p));
		CHECK_INT(hd_future_state(p), HD_CANCELLED_AND_NOTIFIED);
		hd_future_unref(p);
	}
	OK(hd_future_set_result(f, NULL, NULL));
	hd_future_unref(f);
}

static void cancelled_promises(void)
{
	sweep(&memory, cancel_promise);
}

static void promises(void)
{
	sweep(&memory, promise_all_kinds);
}

/* -- the rest ----------------------------------------------------------------------------------- */

static void start_threads(void)
{
	hd_fn *const kinds[] = {task_square, return_bytes, raise_words};
	hd_thread *t[3] = {NULL};
	void *result;
	int failed;

	for (int i = 0; i < 3; i++)
		MAY(hd_thread_start(kinds[i], PTR(3),
				    i ? "a name that is longer than the kernel keeps"
				      : NULL,
				    &t[i]),
		    HD_ENOMEM, HD_ETHREAD);
	for (int i = 0; i < 3; i++) {
		if (!t[i])
			continue;
		failed = MAY(hd_thread_join(t[i], HD_FOREVER, &result), HD_EFAILED);
		CHECK_INT(hd_thread_exception(t[i]).code,
			  i == 2 ? 9 : (failed ? HD_ENOMEM : 0));
		CHECK(i == 1 || !failed == (i == 0));
		hd_thread_unref(t[i]);
	}
}

static void starting_threads(void)
{
	sweep(&memory, start_threads);
	sweep(&threads, start_threads);
}

static char json_path[64];

static void trace_some(void)
{
	hd_executor_options options = {.trace = NULL};
	hd_executor *ex = NULL;
	hd_trace_row row;

	if (MAY(hd_trace_new(&options.trace), HD_ENOMEM))
		return;
	row = hd_trace_submit(options.trace, "by hand");
	hd_trace_start(options.trace, row, "worker");
	hd_trace_end(options.trace, row, "finished");
	tally_begin();
	if (!MAY(hd_executor_new_threads(2, &options, &ex), HD_ENOMEM)) {
		for (int i = 0; i < 20; i++)
			unref_any(try_submit(
				ex, &(hd_task){.fn = tallied, .label = "label"}));
		OK(hd_executor_free(&ex));
	}
	MAY(hd_trace_write(options.trace, "/dev/null"), HD_ENOMEM, HD_EIO);
	MAY(hd_trace_write(options.trace, json_path), HD_ENOMEM, HD_EIO);
	hd_trace_free(&options.trace);
	CHECK_INT(tally.ran, tally.accepted);
}

/* A row that finds no memory is lost; the task is not. */
static void tracing(void)
{
	snprintf(json_path, sizeof json_path, "/tmp/heddle-faults-%d.json",
		 (int)getpid());
	sweep(&memory, trace_some);
	unlink(json_path);
}

static hd_executor *nesting;

static void *wait_inside(void *arg)
{
	hd_future *f = try_submit(nesting, NULL);
	hd_future *all[] = {f};

	(void)arg;
	tally.ran++;
	if (f) {
		MAY(hd_wait(all, 1, HD_FOREVER, HD_ALL_COMPLETED, NULL), HD_ENOMEM);
		value_of(f);
		hd_future_unref(f);
	}
	return NULL;
}

static void nest(void)
{
	hd_future *f;

	nesting = try_executor(1);
	if (!nesting)
		return;
	tally_begin();
	f = try_submit(nesting, &(hd_task){.fn = wait_inside});
	if (f)
		value_of(f);
	unref_any(f);
	OK(hd_executor_free(&nesting));
	tally_end();
}

static void nested(void)
{
	sweep(&memory, nest);
}

enum { CHILDREN = 300 };

static void *spread(void *arg)
{
	for (int i = 0; i < CHILDREN; i++)
		unref_any(try_submit(nesting, NULL));
	tally.ran++;
	return arg;
}

/* One worker, whose own queue has to grow while it is full. */
static void submit_many_inside(void)
{
	hd_future *f;

	nesting = try_executor(1);
	if (!nesting)
		return;
	tally_begin();
	f = try_submit(nesting, &(hd_task){.fn = spread});
	if (f)
		value_of(f);
	unref_any(f);
	OK(hd_executor_free(&nesting));
	tally_end();
	CHECK_INT(tally.dropped, 0);
}

/* Only the growing itself, which comes with the 257th task, each of which makes two requests:
 * a sweep over all of them would take long. */
static void growing(void)
{
	for (long k = 2 * 256 - 20; k < 2 * 256 + 40; k++)
		for (int all_after = 0; all_after < 2; all_after++)
			run_with_fault(&memory, k, all_after, submit_many_inside);
}

static void *tally_items(void *done, size_t first, size_t last)
{
	atomic_fetch_add((atomic_int *)done, (int)(last - first));
	return NULL;
}

static void *raise_items(void *arg, size_t first, size_t last)
{
	(void)arg;
	return hd_raise(9, "items %zu to %zu", first, last);
}

/* All is done, by as many workers as there are, or nothing at all. */
static void loop_over_some(void)
{
	hd_executor *ex = try_executor(3);
	hd_future *failed = NULL;
	int code;

	if (!ex)
		return;
	tally_begin();
	code = MAY(hd_executor_for(ex, 0, 100, tally_items, &tally.ran, &failed),
		   HD_ENOMEM, HD_ETHREAD);
	CHECK_INT(tally.ran, code ? 0 : 100);
	CHECK_PTR(failed, NULL);
	code = MAY(hd_executor_for(ex, 0, 100, raise_items, NULL, &failed), HD_ENOMEM,
		   HD_ETHREAD, HD_EFAILED);
	CHECK_INT(failed != NULL, code == HD_EFAILED);
	if (failed)
		failure_of(failed, 9);
	unref_any(failed);
	OK(hd_executor_free(&ex));
}

static void looping(void)
{
	sweep(&memory, loop_over_some);
	sweep(&threads, loop_over_some);
}

enum { BRANCHES = 300 };

/* More than the worker's own queue holds at first. */
static void *fork_many(void *arg)
{
	hd_branch branches[BRANCHES];
	void *value;

	for (int i = 0; i < BRANCHES; i++)
		hd_branch_fork(&branches[i], i ? tallied : raise_words, PTR(i));
	for (int i = BRANCHES; i-- > 1;) {
		CHECK_CODE(hd_branch_join(&branches[i], &value), HD_OK);
		CHECK_INT(INT(value), i);
	}
	CHECK_CODE(hd_branch_join(&branches[0], &value), HD_EFAILED);
	CHECK_INT(hd_branch_exception(&branches[0]).code, 9);
	hd_branch_destroy(&branches[0]);
	return arg;
}

/* A branch needs no memory, and no thread but its owner's. */
static void fork_in_task(void)
{
	hd_future *f;

	nesting = try_executor(2);
	if (!nesting)
		return;
	tally_begin();
	f = try_submit(nesting, &(hd_task){.fn = fork_many});
	if (f)
		value_of(f);
	OK(hd_executor_free(&nesting));
	CHECK_INT(tally.ran, f ? BRANCHES : 0);
	unref_any(f);
}

static void branches(void)
{
	sweep(&memory, fork_in_task);
	sweep(&threads, fork_in_task);
}

static const probe_case cases[] = {
	CASE(futures, "memory fails: futures by hand"),
	CASE(callbacks, "memory fails: callbacks that fail themselves"),
	CASE(submitting, "memory fails: every kind of submit"),
	CASE(submitting_without_threads, "threads fail: every kind of submit"),
	CASE(one_thread_must_do, "threads fail: those that are there do the work"),
	CASE(magazines_return, "threads that end leave their stock of tasks behind"),
	CASE(magazines, "memory fails: the library's own stock of tasks"),
	CASE(submitting_onto, "memory fails: submit on a future made by hand"),
	CASE(raising, "memory fails: tasks that raise or copy their result"),
	CASE(shutdown, "memory fails: cancelling a queue with callbacks"),
	CASE(broken, "memory and threads fail: a failing initializer"),
	CASE(dropping, "memory fails: dropping an executor"),
	CASE(serial, "memory fails: the serial executor"),
	CASE(mapping, "memory and threads fail: map, with chunks and buffers"),
	CASE(mapping_and_leaving, "memory fails: map, left at once"),
	CASE(waiting, "memory fails: wait"),
	CASE(iterating, "memory fails: as_completed"),
	CASE(pools, "memory fails: everything on a ThreadPool"),
	CASE(pools_without_threads, "threads fail: everything on a ThreadPool"),
	CASE(terminating, "memory fails: a ThreadPool that is terminated"),
	CASE(cancelled_promises, "memory fails: promises that are cancelled"),
	CASE(promises, "memory fails: promises settle all the same"),
	CASE(starting_threads, "memory and threads fail: starting threads"),
	CASE(tracing, "memory fails: a trace loses rows, never tasks"),
	CASE(growing, "memory fails: a worker's own queue that grows"),
	CASE(nested, "memory fails: a task that waits for a task"),
	CASE(looping, "memory and threads fail: a loop over a range"),
	CASE(branches, "memory and threads fail: branches"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	if (setenv("HEDDLE_NO_MAGAZINES", "1", 1))
		return 1;
	return probe_main(argc, argv, cases);
}
