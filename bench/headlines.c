/* SPDX-License-Identifier: MIT */
/* How long does what the tutorials do take, here and in Python?
 *
 * sleepers: ten tasks sleep 1 to 10 units, on five workers: 15 units.  http: n requests to a
 * server on this machine that takes delay_ms for each.  ping: n times the program ping, asking
 * this machine.  bench/peers/headlines.py does the same in Python.  The work is waiting, so
 * what is seen is that a pool adds nothing to it.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "heddle_pool.h"
#include "slow_server.h"
#include "web.h"

/* Submits fn(1) to fn(count), and adds up what they give, in the order in which it comes. */
static long sum_of(hd_fn *fn, long count)
{
	hd_future **futures = calloc((size_t)count, sizeof *futures), *future;
	hd_as_completed *completed;
	hd_error error;
	void *result;
	long sum = 0;

	if (!futures)
		bench_stop("there is no memory for %ld futures", count);
	for (long i = 0; i < count; i++)
		must(hd_executor_submit(pool.executor, fn, (void *)(intptr_t)(i + 1),
					&futures[i]),
		     "hd_executor_submit");
	must(hd_as_completed_new(futures, (size_t)count, HD_FOREVER, &completed),
	     "hd_as_completed_new");
	while (hd_as_completed_next(completed, &future) == HD_OK) {
		must(hd_future_exception(future, 0, &error), "hd_future_exception");
		if (error.code)
			bench_fail("%s", error.message);
		else if (!hd_future_result(future, 0, &result))
			sum += (intptr_t)result;
		hd_future_unref(future);
	}
	hd_as_completed_free(&completed);
	free(futures);
	return sum;
}

/* -- sleepers --------------------------------------------------------------------------------- */

enum { SLEEPERS = 10, SUM_OF_CUBES = 3025 };

static double unit;

static void *cube(void *arg)
{
	intptr_t x = (intptr_t)arg;

	hd_sleep((double)x * unit);
	return (void *)(x * x * x);
}

static const char *open_sleepers(const struct bench_case *c)
{
	unit = (double)bench_param(c, "unit_ms", 1) / 1000;
	return pool_open(c);
}

static long sleepers(void)
{
	long sum = sum_of(cube, SLEEPERS);

	if (sum != SUM_OF_CUBES)
		bench_fail("the sum of the cubes is %ld, not %d", sum, SUM_OF_CUBES);
	return SLEEPERS;
}

/* -- http ------------------------------------------------------------------------------------- */

static const char *open_http(const struct bench_case *c)
{
	const char *why = web_open(bench_param(c, "delay_ms", 20));

	return why ? why : pool_open(c);
}

static long http(void)
{
	long sum = sum_of(web_status, pool.n);

	if (sum != 204 * pool.n)
		bench_fail("not every one of %ld answers was 204", pool.n);
	return pool.n;
}

static void close_http(void)
{
	pool_close();
	web_close();
}

/* -- ping ------------------------------------------------------------------------------------- */

/* The task: ping's exit status is its result. */
static void *ping(void *arg)
{
	static const char *const words[] = {"ping", "-q",	 "-c", "1",
					    "--",   "127.0.0.1", NULL};
	posix_spawn_file_actions_t files;
	int code, status;
	pid_t pid;

	(void)arg;
	if ((code = posix_spawn_file_actions_init(&files)))
		return hd_raise(code, "posix_spawn: %s", strerror(code));
	for (int fd = 0; fd <= 2 && !code; fd++)
		code = posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_RDWR,
							0);
	if (!code)
		code = posix_spawnp(&pid, words[0], &files, NULL, (char *const *)words,
				    environ);
	posix_spawn_file_actions_destroy(&files);
	if (code)
		return hd_raise(code, "ping: %s", strerror(code));
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return hd_raise(errno, "waitpid: %s", strerror(errno));
	return (void *)(intptr_t)status;
}

/* Is there a ping, and may it ask this machine? */
static const char *open_ping(const struct bench_case *c)
{
	const char *why = pool_open(c);
	hd_future *first;
	void *status;
	int code;

	if (why)
		return why;
	must(hd_executor_submit(pool.executor, ping, NULL, &first), "hd_executor_submit");
	code = hd_future_result(first, HD_FOREVER, &status);
	hd_future_unref(first);
	if (!code && !status)
		return NULL;
	pool_close();
	return code ? "there is no ping here: install iputils-ping"
		    : "ping may not ask 127.0.0.1 here";
}

static long pings(void)
{
	if (sum_of(ping, pool.n))
		bench_fail("not every one of %ld pings was answered", pool.n);
	return pool.n;
}

static const struct bench benches[] = {
	{"sleepers", open_sleepers, sleepers, pool_close},
	{"http", open_http, http, close_http},
	{"ping", open_ping, pings, pool_close},
	{0},
};

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "--slow-server"))
		return slow_server(argv[2]);
	return bench_main(argc, argv, "heddle", benches);
}
