/* SPDX-License-Identifier: MIT */
/* The serial executor: the same interface in one thread, and an oracle for the others. */
#include "probe.h"

static hd_executor *serial(void)
{
	hd_executor *ex;

	OK(hd_executor_new_serial(NULL, &ex));
	return ex;
}

static void *note_self(void *where)
{
	*(pthread_t *)where = pthread_self();
	return PTR(5);
}

static void runs_in_submit(void)
{
	hd_executor *ex = serial();
	pthread_t where = 0;
	hd_future *f = submit(ex, note_self, &where);

	CHECK(pthread_equal(where, pthread_self()));
	CHECK_INT(hd_future_state(f), HD_FINISHED);
	CHECK_INT(INT(value_of(f)), 5);
	CHECK(!hd_future_cancel(f));
	CHECK_INT(hd_executor_workers(ex), 1);
	CHECK_INT(hd_executor_threads(ex, NULL, 0), 0);
	CHECK_INT(hd_executor_queued(ex), 0);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static void *look_inside(void *arg)
{
	CHECK(hd_future_current() != NULL);
	CHECK_INT(hd_future_state(hd_future_current()), HD_RUNNING);
	CHECK(!hd_future_cancel(hd_future_current()));
	CHECK(hd_cancel_token_current() != NULL);
	return arg;
}

static void task_options(void)
{
	hd_executor *ex = serial();
	hd_cancel_token *token;
	hd_future *f;

	OK(hd_cancel_token_new(&token));
	OK(hd_executor_submit_task(ex,
				   &(hd_task){.fn = look_inside,
					      .arg = PTR(7),
					      .drop = count_drop,
					      .free_result = count_free,
					      .label = "label",
					      .user_data = token,
					      .token = token},
				   &f));
	CHECK_PTR(hd_future_current(), NULL);
	CHECK_PTR(hd_cancel_token_current(), NULL);
	CHECK_STR(hd_future_label(f), "label");
	CHECK_PTR(hd_future_user_data(f), token);
	CHECK_INT(frees, 0);
	hd_future_unref(f);
	CHECK_INT(frees, 1);
	CHECK_INT(drops, 0);
	hd_cancel_token_unref(token);
	OK(hd_executor_free(&ex));
}

static void failing(void)
{
	hd_executor *ex = serial();
	hd_future *f = submit(ex, task_fail, PTR(3));

	CHECK_STR(failure_of(f, 3).message, "failed with 3");
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static void *read_int(void *n)
{
	return PTR(*(int *)n);
}

static void submit_copy(void)
{
	hd_executor *ex = serial();
	int n = 17;
	hd_future *f;

	OK(hd_executor_submit_copy(ex, read_int, &n, sizeof n, &f));
	CHECK_INT(INT(value_of(f)), 17);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static hd_executor *outer;

static void *submit_inside(void *n)
{
	hd_future *f, *me = hd_future_current();
	intptr_t below;

	if (!INT(n))
		return PTR(1);
	f = submit(outer, submit_inside, PTR(INT(n) - 1));
	below = INT(value_of(f));
	CHECK_PTR(hd_future_current(), me);
	hd_future_unref(f);
	return PTR(INT(n) * below);
}

static void nested(void)
{
	hd_future *f;

	outer = serial();
	f = submit(outer, submit_inside, PTR(10));
	CHECK_INT(INT(value_of(f)), 3628800);
	hd_future_unref(f);
	OK(hd_executor_free(&outer));
}

static void *end_inside(void *arg)
{
	hd_executor *handle = outer;

	CHECK_CODE(hd_executor_shutdown(outer, true, false), HD_EDEADLOCK);
	CHECK_CODE(hd_executor_free(&handle), HD_EDEADLOCK);
	CHECK_PTR(handle, outer);
	return arg;
}

static void from_task(void)
{
	hd_future *f;

	outer = serial();
	f = submit(outer, end_inside, PTR(4));
	CHECK_INT(INT(value_of(f)), 4);
	hd_future_unref(f);
	OK(hd_executor_free(&outer));
}

static void shutdown(void)
{
	hd_executor *ex = serial();
	hd_future *f = NULL;

	OK(hd_executor_shutdown(ex, true, false));
	CHECK_CODE(hd_executor_submit(ex, task_same, NULL, &f), HD_ESHUTDOWN);
	OK(hd_executor_shutdown(ex, false, true));
	OK(hd_executor_free(&ex));
	OK(hd_executor_free(&ex));
	ex = serial();
	hd_executor_drop(&ex);
	CHECK_PTR(ex, NULL);
}

/* -- the oracle: the same program gives the same on both kinds -------------------------------- */

static void *half(void *n)
{
	return INT(n) % 7 ? PTR(INT(n) * 3)
			  : hd_raise((int)INT(n) + 1, "no %d", (int)INT(n));
}

static void *count_done(hd_future *f, void *count)
{
	return callback_count(f, count);
}

enum { N = 40 };

/* Everything that does not depend on time, as text. */
static void transcript(hd_executor *ex, char *text, size_t size)
{
	hd_future *f[N], *settled, *sum;
	hd_wait_sets sets;
	hd_input inputs[] = {hd_range(1, 7), hd_range(5, 30)};
	atomic_int count = 0;
	hd_map *map;
	void *out;
	int used = 0, code;

	for (int i = 0; i < N; i++) {
		f[i] = submit(ex, half, PTR(i));
		OK(hd_future_add_done_callback(f[i], count_done, &count));
	}
	OK(hd_promise_all_settled(f, N, &settled));
	OK(hd_promise_then(f[3], NULL, NULL, NULL, &sum));
	OK(hd_wait(f, N, HD_FOREVER, HD_ALL_COMPLETED, &sets));
	used += snprintf(text + used, size - used, "done %zu\n", sets.done_count);
	hd_wait_sets_free(&sets);
	for (int i = 0; i < N; i++) {
		hd_settled row = ((hd_settled *)value_of(settled))[i];

		used += snprintf(text + used, size - used, "%d %d %d %s\n", i, row.status,
				 (int)INT(row.value),
				 row.reason.message ? row.reason.message : "-");
		hd_future_unref(f[i]);
	}
	used += snprintf(text + used, size - used, "then %d\n", (int)INT(value_of(sum)));
	hd_future_unref(settled);
	hd_future_unref(sum);
	OK(hd_executor_map(ex, half, inputs, 1, NULL, &map));
	while ((code = hd_map_next(map, &out)) == HD_OK)
		used += snprintf(text + used, size - used, "%d,", (int)INT(out));
	used += snprintf(text + used, size - used, "%s\n", hd_error_name(code));
	hd_map_free(&map);
	OK(hd_executor_map(ex, half, inputs + 1, 1, NULL, &map));
	while ((code = hd_map_next(map, &out)) == HD_OK)
		used += snprintf(text + used, size - used, "%d,", (int)INT(out));
	used += snprintf(text + used, size - used, "%s\n", hd_error_name(code));
	hd_map_free(&map);
	OK(hd_executor_free(&ex));
	used += snprintf(text + used, size - used, "callbacks %d\n", (int)count);
	CHECK_WITHIN(used, 400, (double)size - 1);
}

static void oracle(void)
{
	char one[4000], many[4000];

	transcript(serial(), one, sizeof one);
	for (int workers = 1; workers < 5; workers++) {
		transcript(executor_of(workers), many, sizeof many);
		CHECK_STR(many, one);
	}
}

static void *count_init(void *count)
{
	return task_count(count);
}

static void initializer(void)
{
	atomic_int inits = 0;
	const hd_executor_options options = {.initializer = count_init,
					     .initarg = &inits};
	hd_executor *ex;

	OK(hd_executor_new_serial(&options, &ex));
	CHECK_INT(inits, 0);
	for (int i = 0; i < 3; i++)
		OK(hd_executor_submit(ex, task_same, NULL, NULL));
	CHECK_INT(inits, 1);
	OK(hd_executor_free(&ex));
}

static void *raise_init(void *code)
{
	return task_fail(code);
}

/* Catches: a first task that runs though the initializer failed. */
static void initializer_fails(void)
{
	atomic_int count = 0;
	const hd_executor_options options = {.initializer = raise_init,
					     .initarg = PTR(9)};
	const hd_task task = {.fn = task_count, .arg = &count, .drop = count_drop};
	hd_executor *ex;
	hd_future *f;

	OK(hd_executor_new_serial(&options, &ex));
	OK(hd_executor_submit_task(ex, &task, &f));
	failure_of(f, HD_EBROKEN);
	hd_future_unref(f);
	CHECK_CODE(hd_executor_submit_task(ex, &task, &f), HD_EBROKEN);
	CHECK_INT(count, 0);
	CHECK_INT(drops, 1);
	OK(hd_executor_free(&ex));
}

static void *drop_own(void *handle)
{
	hd_executor_drop(handle);
	return PTR(5);
}

/* Catches (AddressSanitizer): an executor that goes while its task runs. */
static void dropped_by_task(void)
{
	hd_executor *ex;
	hd_future *f;

	OK(hd_executor_new_serial(NULL, &ex));
	OK(hd_executor_submit(ex, drop_own, &ex, &f));
	CHECK_PTR(ex, NULL);
	CHECK_INT(INT(value_of(f)), 5);
	hd_future_unref(f);
}

static const probe_case cases[] = {
	CASE(runs_in_submit, "a task runs inside submit, in the caller"),
	CASE(task_options, "label, user data, token, free_result"),
	CASE(failing, "a failing task"),
	CASE(submit_copy, "a copied argument"),
	CASE(nested, "tasks submit and wait for tasks"),
	CASE(from_task, "a task that waits for its executor is told so"),
	CASE(shutdown, "shutdown, free, drop"),
	CASE(initializer, "the initializer runs once, before the first task"),
	CASE(initializer_fails, "its failure fails the first task, and all that come"),
	CASE(dropped_by_task, "a task may drop its executor"),
	CASE(oracle, "the same program gives the same with threads"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
