/* SPDX-License-Identifier: MIT */
/* What does one empty task cost, with a handle on its result?
 *
 * One thread outside of the pool submits n tasks, each of which gives back its argument, and
 * then takes every result: the whole price of a task, from its making to its end.
 */
#include "heddle_pool.h"

static long submit(void)
{
	pool_submit_all();
	pool_take_all();
	return pool.n;
}

static const struct bench benches[] = {
	{"submit", pool_open, submit, pool_close},
	{0},
};

int main(int argc, char **argv)
{
	return bench_main(argc, argv, "heddle", benches);
}
