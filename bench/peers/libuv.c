/* SPDX-License-Identifier: MIT */
/* libuv - the pool behind an event loop: uv_queue_work, with a callback in the loop when the
 * work is done.
 *
 * That callback is libuv's only way to a result, and comes in the order of completion; so
 * submit, callbacks, as_completed and wait_all are the same thing here.  The pool is one for the
 * process, of UV_THREADPOOL_SIZE threads, and cannot be stopped: there is no `pool`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

#include "gates.h"
#include "producers.h"

static uv_loop_t loop;
static uv_work_t *requests, *holds;
static long sum, cancelled;

static void must_uv(int code, const char *call)
{
	must(!code, call, code ? uv_strerror(code) : "");
}

static void queue(uv_work_t *request, long i, uv_work_cb work, uv_after_work_cb done)
{
	request->data = (void *)i;
	must_uv(uv_queue_work(&loop, request, work, done), "uv_queue_work");
}

static void run_all(void)
{
	uv_run(&loop, UV_RUN_DEFAULT);
}

/* -- opening ---------------------------------------------------------------------------------- */

static void hold(uv_work_t *request)
{
	hold_worker();
	(void)request;
}

static void hold_all(void)
{
	for (int i = 0; i < given.workers; i++)
		queue(&holds[i], i, hold, NULL);
	held_wait();
}

/* The first work that is queued starts the threads, as many as the environment says then. */
static const char *start_threads(void)
{
	static int threads;
	char size[16];

	if (threads && threads != given.workers)
		return "libuv's pool has another number of threads already, for good";
	threads = given.workers;
	holds = must_have(threads, sizeof *holds);
	snprintf(size, sizeof size, "%d", threads);
	setenv("UV_THREADPOOL_SIZE", size, 1);
	hold_all();
	held_release();
	run_all();
	return NULL;
}

static const char *open_loop(const struct bench_case *c)
{
	const char *why;

	given = *c;
	must_uv(uv_loop_init(&loop), "uv_loop_init");
	why = start_threads();
	if (why)
		uv_loop_close(&loop);
	else
		requests = must_have(given.n + SLEEPERS, sizeof *requests);
	return why;
}

static void close_loop(void)
{
	must_uv(uv_loop_close(&loop), "uv_loop_close");
	free(holds);
	free(requests);
	holds = requests = NULL;
}

/* -- tasks with a handle ---------------------------------------------------------------------- */

static void empty(uv_work_t *request)
{
	request->data = empty_task(request->data);
}

static void add(uv_work_t *request, int status)
{
	must_uv(status, "uv_queue_work");
	sum += (long)request->data;
}

/* The sum of the results of `tasks` such tasks. */
static long take_all(long tasks, uv_work_cb work)
{
	sum = 0;
	for (long i = 0; i < tasks; i++)
		queue(&requests[i], i, work, add);
	run_all();
	return sum;
}

static long submit(void)
{
	return check_sum(take_all(given.n, empty));
}

static long ask(long i)
{
	sum = 0;
	queue(requests, i, empty, add);
	run_all();
	return sum;
}

static long ask_all(void)
{
	return round_trips(ask);
}

static void add_and_stop(uv_work_t *request, int status)
{
	add(request, status);
	uv_stop(&loop);
}

/* The loop stops with the first; the rest is collected outside of the time. */
static long wait_first(void)
{
	int64_t start = bench_now();

	sum = 0;
	for (long i = 0; i < given.n; i++)
		queue(&requests[i], i, empty, add_and_stop);
	run_all();
	bench_timed(bench_now() - start);
	while (uv_loop_alive(&loop))
		run_all();
	return check_sum(sum);
}

static void compute(uv_work_t *request)
{
	request->data = (void *)grain_work((long)request->data);
}

static long grains(void)
{
	return grain_check(take_all(given.n, compute));
}

static const char *open_grains(const struct bench_case *c)
{
	const char *why = open_loop(c);

	return why ? why : grain_open();
}

static void dream(uv_work_t *request)
{
	request->data = (void *)sleepers_sleep((long)request->data);
}

static long sleepers(void)
{
	return sleepers_check(take_all(SLEEPERS, dream));
}

/* -- tasks without one ------------------------------------------------------------------------ */

/* Nobody waits for them, but the loop counts them: that is cheaper than for them to do it. */
static void count(uv_work_t *request, int status)
{
	long *ran = request->data;

	must_uv(status, "uv_queue_work");
	++*ran;
}

static void nothing(uv_work_t *request)
{
	(void)request;
}

/* The requests stand in an array; each with malloc and free would cost three times as much. */
static long run_detached(uv_loop_t *in, uv_work_t *room, long tasks)
{
	long ran = 0;

	for (long i = 0; i < tasks; i++) {
		room[i].data = &ran;
		must_uv(uv_queue_work(in, &room[i], nothing, count), "uv_queue_work");
	}
	uv_run(in, UV_RUN_DEFAULT);
	return ran;
}

static long detached(void)
{
	long ran = run_detached(&loop, requests, given.n);

	if (ran != given.n)
		bench_fail("%ld of %ld tasks ran", ran, given.n);
	return given.n;
}

/* A loop belongs to one thread: each producer has its own, as libuv wants it. */
static void produce_some(long first, long last)
{
	uv_loop_t mine;

	must_uv(uv_loop_init(&mine), "uv_loop_init");
	count_down_by(run_detached(&mine, &requests[first], last - first));
	must_uv(uv_loop_close(&mine), "uv_loop_close");
}

static long producers(void)
{
	return produce(produce_some);
}

/* -- behind workers that are held ------------------------------------------------------------- */

static void count_cancelled(uv_work_t *request, int status)
{
	(void)request;
	cancelled += status == UV_ECANCELED;
}

static long cancel(void)
{
	int64_t start;

	cancelled = 0;
	hold_all();
	for (long i = 0; i < given.n; i++)
		queue(&requests[i], i, empty, count_cancelled);
	start = bench_now();
	for (long i = 0; i < given.n; i++)
		must_uv(uv_cancel((uv_req_t *)&requests[i]), "uv_cancel");
	bench_timed(bench_now() - start);
	held_release();
	run_all();
	if (cancelled != given.n)
		bench_fail("%ld of %ld tasks were cancelled", cancelled, given.n);
	return given.n;
}

static long memory(void)
{
	sum = 0;
	hold_all();
	for (long i = 0; i < given.n; i++)
		queue(&requests[i], i, empty, add);
	memory_say();
	held_release();
	run_all();
	return check_sum(sum);
}

/* The room for the requests counts, too. */
static const char *open_memory(const struct bench_case *c)
{
	const char *why = open_loop(c);

	if (why)
		return why;
	free(requests);
	memory_open();
	requests = must_have(given.n, sizeof *requests);
	return NULL;
}

/* -- threads, and the list ------------------------------------------------------------------------- */

static void thread_main(void *arg)
{
	*(long *)arg += 1;
}

static long threads(void)
{
	long ran = 0;

	for (long i = 0; i < given.n; i++) {
		uv_thread_t thread;

		must_uv(uv_thread_create(&thread, thread_main, &ran), "uv_thread_create");
		must_uv(uv_thread_join(&thread), "uv_thread_join");
	}
	if (ran != given.n)
		bench_fail("%ld of %ld threads ran", ran, given.n);
	return given.n;
}

static const struct bench benches[] = {
	{"thread", open_loop, threads, close_loop},
	{"submit", open_loop, submit, close_loop},
	{"callbacks", open_loop, submit, close_loop},
	{"as_completed", open_loop, submit, close_loop},
	{"wait_all", open_loop, submit, close_loop},
	{"wait_first", open_loop, wait_first, close_loop},
	{"detached", open_loop, detached, close_loop},
	{"producers", open_loop, producers, close_loop},
	{"roundtrip", open_loop, ask_all, close_loop},
	{"roundtrip_cold", open_loop, ask_all, close_loop},
	{"cancel", open_loop, cancel, close_loop},
	{"memory", open_memory, memory, close_loop},
	{"grain", open_grains, grains, close_loop},
	{"sleepers", open_loop, sleepers, close_loop},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "libuv", benches);
}
