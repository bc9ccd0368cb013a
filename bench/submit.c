/* SPDX-License-Identifier: MIT */
/* What does one empty task cost, submitted with a handle from one outside thread, and beside
 * it the same with libuv's uv_queue_work?
 *
 * Both run in this process, in turns, on the same number of threads.  A round submits TASKS
 * tasks and ends when the submitter has seen every result (heddle: hd_future_result on each
 * handle; libuv: the after-work callback of each request).  Printed: one line a round, then
 * the medians and their ratio.
 *
 *	usage: submit [workers [tasks [rounds]]]
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "heddle.h"

static long expected;

static void *give_back(void *arg)
{
	return arg;
}

static double heddle_round(hd_executor *executor, hd_future **futures, long tasks)
{
	int64_t start = hd_now();
	long sum = 0;
	void *result;

	for (long i = 0; i < tasks; i++)
		if (hd_executor_submit(executor, give_back, (void *)(intptr_t)i,
				       &futures[i]))
			abort();
	for (long i = 0; i < tasks; i++) {
		if (hd_future_result(futures[i], HD_FOREVER, &result))
			abort();
		sum += (long)(intptr_t)result;
		hd_future_unref(futures[i]);
	}
	if (sum != expected)
		abort();
	return (double)(hd_now() - start) / (double)tasks;
}

static long uv_sum;

static void uv_work(uv_work_t *request)
{
	request->data = (char *)request->data + 1;
}

static void uv_done(uv_work_t *request, int status)
{
	if (status)
		abort();
	uv_sum += (long)(intptr_t)request->data - 1;
}

static double uv_round(uv_loop_t *loop, uv_work_t *requests, long tasks)
{
	int64_t start = hd_now();

	uv_sum = 0;
	for (long i = 0; i < tasks; i++) {
		requests[i].data = (void *)(intptr_t)i;
		if (uv_queue_work(loop, &requests[i], uv_work, uv_done))
			abort();
	}
	uv_run(loop, UV_RUN_DEFAULT);
	if (uv_sum != expected)
		abort();
	return (double)(hd_now() - start) / (double)tasks;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof *values, by_value);
	return count % 2 ? values[count / 2]
			 : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static long number(int argc, char **argv, int i, long otherwise)
{
	char *end;
	long value;

	if (i >= argc)
		return otherwise;
	value = strtol(argv[i], &end, 10);
	if (*end || end == argv[i] || value < 1 || value > 10000000) {
		fprintf(stderr, "submit: not a number from 1 to 10000000: '%s'\n",
			argv[i]);
		exit(2);
	}
	return value;
}

int main(int argc, char **argv)
{
	int workers = (int)number(argc, argv, 1, 2);
	long tasks = number(argc, argv, 2, 300000);
	int rounds = (int)number(argc, argv, 3, 11);
	hd_future **futures = calloc((size_t)tasks, sizeof *futures);
	uv_work_t *requests = calloc((size_t)tasks, sizeof *requests);
	double *ours = calloc((size_t)rounds, sizeof *ours);
	double *theirs = calloc((size_t)rounds, sizeof *theirs);
	hd_executor *executor;
	uv_loop_t loop;
	char threads[16];

	snprintf(threads, sizeof threads, "%d", workers);
	if (!futures || !requests || !ours || !theirs ||
	    setenv("UV_THREADPOOL_SIZE", threads, 1) || uv_loop_init(&loop) ||
	    hd_executor_new_threads(workers, NULL, &executor)) {
		fprintf(stderr, "submit: cannot start\n");
		return 1;
	}
	expected = tasks * (tasks - 1) / 2;
	printf("# workers: %d\n# tasks: %ld\n# libuv: %s\nround\theddle_ns\tlibuv_ns\n",
	       workers, tasks, uv_version_string());
	for (int i = -1; i < rounds; i++) { /* round -1 warms up */
		double a = heddle_round(executor, futures, tasks);
		double b = uv_round(&loop, requests, tasks);

		if (i < 0)
			continue;
		printf("%d\t%.1f\t%.1f\n", i, ours[i] = a, theirs[i] = b);
	}
	printf("# median: heddle %.1f ns, libuv %.1f ns, ratio %.2f\n",
	       median(ours, rounds), median(theirs, rounds),
	       median(theirs, rounds) / median(ours, rounds));
	hd_executor_free(&executor);
	uv_loop_close(&loop);
	free(futures);
	free(requests);
	free(ours);
	free(theirs);
	return 0;
}
