/* SPDX-License-Identifier: MIT */
/* shutdown - submitting against shutting down: every task runs, or is cancelled, or its submit
 * is refused; nothing that was accepted is lost; and all workers have ended afterwards.
 *
 * case wait: one thread submits, another one shuts down and waits
 * case full: the same, when all threads are there and submitting takes no lock of theirs
 * case cancel: the same, and what has not started is cancelled
 * case held: the only worker is held: what is cancelled now is all there is
 * case twice: two threads shut down at once
 * case inside: a task submits another one while somebody shuts down
 * case drop: the executor is let go of at once, and its work is waited for at the end
 * schedules: 300 in make test, 200000 in make soak
 */
#include "harness.h"

#include <semaphore.h>
#include <stdatomic.h>

#include "heddle/executor.h"

enum { TASKS = 2 };

static struct {
	hd_executor *executor;
	int accepted, cancelled; /* of submit_all, which one thread calls */
	atomic_int runs;
	int inside;	/* what became of a submit inside a task */
	bool inner_ran; /* the task that was submitted there has run */
} s;

static void reset(int workers)
{
	const hd_executor_options options = {.no_spinning = true};

	memset(&s, 0, sizeof s);
	OK(hd_executor_new_threads(workers, &options, &s.executor));
}

static void *run(void *arg)
{
	s.runs++;
	return arg;
}

/* Submits, and waits for what was accepted. */
static void *submit_all(void *unused)
{
	hd_future *futures[TASKS];

	for (int i = 0; i < TASKS; i++) {
		int code = hd_executor_submit(s.executor, run, NULL, &futures[i]);

		CHECK(code == 0 || code == HD_ESHUTDOWN);
		CHECK(code != 0 || s.accepted == i); /* once refused, always refused */
		s.accepted += !code;
	}
	for (int i = 0; i < s.accepted; i++) {
		int code = hd_future_result(futures[i], HD_FOREVER, NULL);

		CHECK(code == 0 || code == HD_ECANCELLED);
		s.cancelled += code == HD_ECANCELLED;
		hd_future_unref(futures[i]);
	}
	return unused;
}

static void check_shut_down(bool cancel)
{
	pthread_t submitter = start(submit_all, NULL);

	OK(hd_executor_shutdown(s.executor, true, cancel));
	CHECK_INT(hd_executor_queued(s.executor), 0);
	CHECK_INT(hd_executor_submit(s.executor, run, NULL, NULL), HD_ESHUTDOWN);
	join(submitter);
	CHECK_INT(s.runs + s.cancelled, s.accepted);
	CHECK(cancel || s.cancelled == 0);
	OK(hd_executor_free(&s.executor));
}

static void wait(void)
{
	reset(2);
	check_shut_down(false);
}

static void *nothing(void *arg)
{
	return arg;
}

/* Starts the only worker there may be. */
static void start_worker(void)
{
	reset(1);
	OK(hd_executor_submit(s.executor, nothing, NULL, NULL));
}

static void full(void)
{
	start_worker();
	check_shut_down(false);
}

static void cancel(void)
{
	start_worker();
	check_shut_down(true);
}

static void *hold(void *gate)
{
	CHECK_INT(sem_wait(gate), 0);
	return NULL;
}

static void held(void)
{
	pthread_t submitter;
	sem_t gate;

	reset(1);
	CHECK_INT(sem_init(&gate, 0, 0), 0);
	OK(hd_executor_submit(s.executor, hold, &gate, NULL));
	submitter = start(submit_all, NULL);
	OK(hd_executor_shutdown(s.executor, false, true));
	CHECK_INT(hd_executor_queued(s.executor), 0);
	join(submitter);
	CHECK_INT(s.cancelled, s.accepted);
	sem_post(&gate);
	OK(hd_executor_free(&s.executor));
	CHECK_INT(s.runs, 0);
	sem_destroy(&gate);
}

static void *shut_down(void *unused)
{
	OK(hd_executor_shutdown(s.executor, true, false));
	CHECK_INT(s.runs, 1);
	return unused;
}

static void twice(void)
{
	pthread_t other;

	reset(1);
	OK(hd_executor_submit(s.executor, run, NULL, NULL));
	other = start(shut_down, NULL);
	shut_down(NULL);
	join(other);
	OK(hd_executor_free(&s.executor));
}

static void *run_inner(void *unused)
{
	s.inner_ran = true;
	return unused;
}

static void *submit_inside(void *unused)
{
	s.inside = hd_executor_submit(s.executor, run_inner, NULL, NULL);
	return unused;
}

static void inside(void)
{
	reset(2);
	OK(hd_executor_submit(s.executor, submit_inside, NULL, NULL));
	OK(hd_executor_shutdown(s.executor, true, false));
	CHECK(s.inside == 0 || s.inside == HD_ESHUTDOWN);
	CHECK_INT(s.inner_ran, s.inside == 0);
	OK(hd_executor_free(&s.executor));
}

static void *drop_it(void *unused)
{
	hd_executor_drop(&s.executor);
	return unused;
}

static void drop(void)
{
	hd_future *future;
	pthread_t other;

	reset(1);
	OK(hd_executor_submit(s.executor, run, NULL, NULL));
	OK(hd_executor_submit(s.executor, run, NULL, &future));
	other = start(drop_it, NULL);
	OK(hd_future_result(future, HD_FOREVER, NULL));
	hd_future_unref(future);
	CHECK_INT(s.runs, 2);
	join(other);
	hd_shutdown_all();
}

int main(int argc, char **argv)
{
	static const struct harness_case cases[] = {
		{"wait", wait},	  {"full", full},     {"cancel", cancel}, {"held", held},
		{"twice", twice}, {"inside", inside}, {"drop", drop},	  {NULL, NULL},
	};

	return harness_main(argc, argv, cases);
}
