/* SPDX-License-Identifier: MIT */
/* gather - waiting for a set while its futures settle: each comes once, those that were done
 * beforehand first and in the order given, and nobody sleeps when enough have come.
 *
 * case half: one is done, another one settles while the set is made
 * case two: two threads settle two, and a third is done
 * case failure: one that had failed is enough; another one settles meanwhile
 * case later: of two that settle one fails, and that is enough
 * case timed: the time ends while one settles
 * case left: the iterator goes while one settles
 * case tasks: two tasks of an executor, and who waits looks for a while before it sleeps
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include "heddle/executor.h"
#include "heddle/wait.h"

static hd_future *future(void)
{
	hd_future *f;

	OK(hd_future_new(&f));
	return f;
}

static void *settle(void *f)
{
	OK(hd_future_set_result(f, NULL, NULL));
	return NULL;
}

static void *fail(void *f)
{
	OK(hd_future_set_exception(f, 7, "seven", NULL, NULL));
	return NULL;
}

static hd_future *done(void)
{
	hd_future *f = future();

	settle(f);
	return f;
}

static hd_future *failed(void)
{
	hd_future *f = future();

	fail(f);
	return f;
}

static hd_as_completed *iterate(hd_future **f, size_t count)
{
	hd_as_completed *it;

	OK(hd_as_completed_new(f, count, HD_FOREVER, &it));
	return it;
}

static hd_future *next(hd_as_completed *it)
{
	hd_future *f;

	OK(hd_as_completed_next(it, &f));
	return f;
}

static void unref_all(hd_future **f, size_t count)
{
	for (size_t i = 0; i < count; i++)
		hd_future_unref(f[i]);
}

static void half(void)
{
	hd_future *f[] = {done(), future(), done()}, *rest[2], *none;
	pthread_t thread = start(settle, f[1]);
	hd_as_completed *it = iterate(f, 3);

	CHECK(next(it) == f[0]);
	for (int i = 0; i < 2; i++)
		rest[i] = next(it);
	CHECK((rest[0] == f[1] && rest[1] == f[2]) ||
	      (rest[0] == f[2] && rest[1] == f[1]));
	CHECK_INT(hd_as_completed_next(it, &none), HD_END);
	hd_as_completed_free(&it);
	join(thread);
	unref_all(f, 3);
}

static void two(void)
{
	hd_future *f[] = {future(), done(), future()};
	pthread_t a = start(settle, f[0]), b = start(settle, f[2]);
	hd_as_completed *it = iterate(f, 3);
	bool seen[3] = {false};

	for (int n = 0; n < 3; n++) {
		hd_future *got = next(it);

		for (int i = 0; i < 3; i++)
			if (f[i] == got) {
				CHECK(!seen[i]);
				seen[i] = true;
			}
	}
	CHECK(seen[0] && seen[1] && seen[2]);
	hd_as_completed_free(&it);
	join(a);
	join(b);
	unref_all(f, 3);
}

/* Waits until one has failed; gives how many are done. */
static size_t wait_for_failure(hd_future **f, size_t count)
{
	hd_wait_sets sets;
	size_t found;

	OK(hd_wait(f, count, HD_FOREVER, HD_FIRST_EXCEPTION, &sets));
	CHECK(!sets.timed_out);
	CHECK_INT(sets.done_count + sets.not_done_count, count);
	found = sets.done_count;
	hd_wait_sets_free(&sets);
	return found;
}

static void failure(void)
{
	hd_future *f[] = {future(), failed(), future()};
	pthread_t thread = start(settle, f[0]);
	size_t found = wait_for_failure(f, 3);

	CHECK(found == 1 || found == 2);
	join(thread);
	unref_all(f, 3);
}

static void later(void)
{
	hd_future *f[] = {done(), future(), future(), future()};
	pthread_t a = start(settle, f[1]), b = start(fail, f[2]);
	size_t found = wait_for_failure(f, 4);

	CHECK(found == 2 || found == 3);
	join(a);
	join(b);
	unref_all(f, 4);
}

static void timed(void)
{
	hd_future *f[] = {done(), future()};
	pthread_t thread = start(settle, f[1]);
	hd_wait_sets sets;

	OK(hd_wait(f, 2, 0.001, HD_ALL_COMPLETED, &sets));
	CHECK(sets.done_count == 2 || sets.timed_out);
	CHECK(sets.done[0] == f[0]);
	hd_wait_sets_free(&sets);
	join(thread);
	unref_all(f, 2);
}

static void left(void)
{
	hd_future *f[] = {done(), future(), done()};
	pthread_t thread = start(settle, f[1]);
	hd_as_completed *it = iterate(f, 3);

	CHECK(next(it) == f[0]);
	hd_as_completed_free(&it);
	join(thread);
	unref_all(f, 3);
}

static void *same(void *arg)
{
	return arg;
}

static void tasks(void)
{
	hd_executor *executor;
	hd_future *f[2], *first;
	hd_as_completed *it;

	OK(hd_executor_new_threads(2, NULL, &executor));
	for (int i = 0; i < 2; i++)
		OK(hd_executor_submit(executor, same, NULL, &f[i]));
	it = iterate(f, 2);
	first = next(it);
	CHECK(first == f[0] || first == f[1]);
	CHECK(next(it) == f[first == f[0]]);
	hd_as_completed_free(&it);
	unref_all(f, 2);
	OK(hd_executor_free(&executor));
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"half", half},	  {"two", two},	  {"failure", failure}, {"later", later},
		{"timed", timed}, {"left", left}, {"tasks", tasks},	{NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
