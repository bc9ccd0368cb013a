/* SPDX-License-Identifier: MIT */
/* Starting and joining threads. */
#include "probe.h"

#include <sched.h>
#include <sys/prctl.h>

static hd_thread *start(hd_fn *fn, void *arg, const char *name)
{
	hd_thread *t;

	OK(hd_thread_start(fn, arg, name, &t));
	return t;
}

static void join_result(void)
{
	hd_thread *t = start(task_square, PTR(7), NULL);
	void *result = NULL;

	OK(hd_thread_join(t, HD_FOREVER, &result));
	CHECK_INT(INT(result), 49);
	CHECK(!hd_thread_alive(t));
	hd_thread_unref(t);
}

static void join_again(void)
{
	hd_thread *t = start(task_square, PTR(7), NULL);

	for (int i = 0; i < 3; i++) {
		void *result = NULL;

		OK(hd_thread_join(t, i ? 0 : HD_FOREVER, &result));
		CHECK_INT(INT(result), 49);
	}
	OK(hd_thread_join(t, HD_FOREVER, NULL));
	hd_thread_unref(t);
}

static void *join_49(void *t)
{
	void *result = NULL;

	OK(hd_thread_join(t, HD_FOREVER, &result));
	return result;
}

static void *hold_and_49(void *g)
{
	task_hold(g);
	return PTR(49);
}

/* Catches: an end that wakes one of several joiners. */
static void join_by_many(void)
{
	gate g = GATE;
	hd_thread *t = start(hold_and_49, &g, NULL);
	runner joiners[4];

	for (int i = 0; i < 4; i++)
		runner_start(&joiners[i], join_49, t);
	for (int i = 0; i < 4; i++)
		runner_asleep(&joiners[i]);
	gate_open(&g);
	for (int i = 0; i < 4; i++)
		CHECK_INT(INT(runner_join(&joiners[i])), 49);
	hd_thread_unref(t);
}

static void join_timeout(void)
{
	gate g = GATE;
	hd_thread *t = start(task_hold, &g, NULL);
	double begun = now();

	CHECK_CODE(hd_thread_join(t, 0, NULL), HD_ETIMEDOUT);
	CHECK_CODE(hd_thread_join(t, 0.2, NULL), HD_ETIMEDOUT);
	CHECK_WITHIN(now() - begun, 0.2, 5);
	CHECK(hd_thread_alive(t));
	gate_open(&g);
	OK(hd_thread_join(t, HD_FOREVER, NULL));
	hd_thread_unref(t);
}

static void *join_myself(void *arg)
{
	(void)arg;
	return PTR(hd_thread_join(hd_thread_current(), HD_FOREVER, NULL));
}

static void join_self(void)
{
	hd_thread *t = start(join_myself, NULL, NULL);
	void *code = NULL;

	OK(hd_thread_join(t, HD_FOREVER, &code));
	CHECK_CODE((int)INT(code), HD_EDEADLOCK);
	hd_thread_unref(t);
}

static void raising(void)
{
	hd_thread *t = start(task_fail, PTR(17), NULL);
	void *result = PTR(-1);

	CHECK_CODE(hd_thread_join(t, HD_FOREVER, &result), HD_EFAILED);
	CHECK_INT(INT(result), -1);
	CHECK_INT(hd_thread_exception(t).code, 17);
	CHECK_STR(hd_thread_exception(t).message, "failed with 17");
	CHECK_CODE(hd_thread_join(t, 0, NULL), HD_EFAILED);
	hd_thread_unref(t);
}

static void exception_none(void)
{
	gate g = GATE;
	hd_thread *t = start(task_hold, &g, NULL);

	CHECK_INT(hd_thread_exception(t).code, 0);
	CHECK(hd_thread_exception(t).message == NULL);
	gate_open(&g);
	OK(hd_thread_join(t, HD_FOREVER, NULL));
	CHECK_INT(hd_thread_exception(t).code, 0);
	hd_thread_unref(t);
}

static void names(void)
{
	static const char longer[] = "a name that is much longer than the kernel keeps";
	hd_thread *plain = start(task_same, NULL, NULL);
	hd_thread *named = start(task_same, NULL, longer);
	int number = -1, end = 0;

	CHECK_INT(sscanf(hd_thread_name(plain), "Thread-%d%n", &number, &end), 1);
	CHECK_INT(hd_thread_name(plain)[end], '\0');
	CHECK_STR(hd_thread_name(named), longer);
	OK(hd_thread_join(plain, HD_FOREVER, NULL));
	OK(hd_thread_join(named, HD_FOREVER, NULL));
	CHECK_STR(hd_thread_name(named), longer);
	hd_thread_unref(plain);
	hd_thread_unref(named);
}

static void *look_inside(void *arg)
{
	char kernel[16] = "";

	(void)arg;
	CHECK_STR(hd_thread_current_name(), "a-name-of-more-than-15-bytes");
	CHECK_STR(hd_thread_name(hd_thread_current()), "a-name-of-more-than-15-bytes");
	CHECK_INT(prctl(PR_GET_NAME, kernel), 0);
	CHECK_STR(kernel, "a-name-of-more-");
	return hd_thread_current();
}

static void current(void)
{
	hd_thread *t = start(look_inside, NULL, "a-name-of-more-than-15-bytes");
	void *inside = NULL;

	OK(hd_thread_join(t, HD_FOREVER, &inside));
	CHECK_PTR(inside, t);
	hd_thread_unref(t);
}

static void *foreign_name(void *arg)
{
	(void)arg;
	CHECK_PTR(hd_thread_current(), NULL);
	CHECK_STR(hd_thread_current_name(), "Dummy");
	return NULL;
}

static void current_elsewhere(void)
{
	runner r;

	CHECK_PTR(hd_thread_current(), NULL);
	CHECK_STR(hd_thread_current_name(), "MainThread");
	runner_start(&r, foreign_name, NULL);
	runner_join(&r);
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void idents(void)
{
	enum { THREADS = 60 };
	uint64_t ident[THREADS];

	for (int i = 0; i < THREADS; i++) {
		hd_thread *t = start(task_same, NULL, NULL);

		ident[i] = hd_thread_ident(t);
		OK(hd_thread_join(t, HD_FOREVER, NULL));
		CHECK(hd_thread_ident(t) == ident[i]);
		hd_thread_unref(t);
	}
	qsort(ident, THREADS, sizeof *ident, by_value);
	for (int i = 1; i < THREADS; i++)
		CHECK(ident[i] != ident[i - 1]);
}

static void *hold_then_say(void *arg)
{
	gate *g = arg;

	gate_wait(&g[0]);
	gate_arrive(&g[1]);
	return NULL;
}

static void handle_dropped(void)
{
	static gate g[2] = {GATE, GATE}; /* outlives the thread that nobody can join */
	hd_thread *t = start(hold_then_say, g, NULL), *kept = hd_thread_ref(t);

	hd_thread_unref(t);
	hd_thread_unref(start(hold_then_say, g, NULL));
	gate_open(&g[0]);
	gate_await(&g[1], 2);
	OK(hd_thread_join(kept, HD_FOREVER, NULL));
	hd_thread_unref(kept);
}

static void many_at_once(void)
{
	enum { THREADS = 50 };
	hd_thread *threads[THREADS];
	gate g = GATE;

	for (int i = 0; i < THREADS; i++)
		threads[i] = start(task_hold, &g, NULL);
	gate_await(&g, THREADS);
	gate_open(&g);
	for (int i = 0; i < THREADS; i++) {
		OK(hd_thread_join(threads[i], HD_FOREVER, NULL));
		hd_thread_unref(threads[i]);
	}
}

static void cpu_count(void)
{
	cpu_set_t set;

	CHECK_INT(sched_getaffinity(0, sizeof set, &set), 0);
	CHECK_INT(hd_cpu_count(), CPU_COUNT(&set));
}

/* Catches: CPUs that are counted without asking which of them are ours. */
static void cpu_count_masked(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(sched_getcpu(), &set);
	CHECK_INT(sched_setaffinity(0, sizeof set, &set), 0);
	CHECK_INT(hd_cpu_count(), 1);
}

static void *return_bytes(void *bytes)
{
	return hd_return_copy(bytes, 5);
}

/* Catches (AddressSanitizer): a copy that nobody frees. */
static void copied_result(void)
{
	char four[] = "four";
	hd_thread *t = start(return_bytes, four, NULL);
	void *result;

	OK(hd_thread_join(t, HD_FOREVER, &result));
	CHECK_STR(result, "four");
	hd_thread_unref(t);
}

static const probe_case cases[] = {
	CASE(join_result, "join gives what the function returned"),
	CASE(join_again, "join again gives the same"),
	CASE(join_by_many, "four joiners of one thread all wake"),
	CASE(join_timeout, "join with a timeout"),
	CASE(join_self, "a thread that joins itself is told so"),
	CASE(raising, "a function that raises"),
	CASE(exception_none, "no exception before the end, none without failure"),
	CASE(names, "names: given, whole, or Thread-N"),
	CASE(current, "inside: the handle, the whole name, the kernel's 15 bytes"),
	CASE(current_elsewhere, "MainThread and Dummy are no handles"),
	CASE(idents, "60 threads in turn, 60 idents"),
	CASE(handle_dropped, "a handle may go while its thread runs"),
	CASE(many_at_once, "50 threads at once"),
	CASE(copied_result, "a copied result belongs to the handle"),
	CASE(cpu_count, "CPUs are those of the affinity mask"),
	CASE(cpu_count_masked, "a mask of one CPU counts as one"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
