/* SPDX-License-Identifier: MIT */
/* E8's family - map and starmap, each waiting and not waiting.
 *
 * map calls a function with one item, starmap with one item of each of several inputs:
 * the function finds them in an array.  Results stand in input order, whoever computed
 * them.
 *
 * Expected:
 *	map:           0 1 4 9 16
 *	map_async:     0 1 4 9 16
 *	starmap:       1 8 9 4 5
 *	starmap_async: 1 8 9 4 5
 */
#include "lesson.h"

enum { COUNT = 5 };

static void *square(void *arg)
{
	intptr_t x = (intptr_t)arg;

	lesson_sleep(0.5);
	return (void *)(x * x);
}

/* Two arguments: args[0] to the power of args[1]. */
static void *power(void *arg)
{
	void **args = arg;
	intptr_t base = (intptr_t)args[0], exponent = *(int *)args[1];
	intptr_t value = 1;

	lesson_sleep(0.5);
	while (exponent-- > 0)
		value *= base;
	return (void *)value;
}

static void show(const char *what, void *const *values)
{
	char line[80];
	int used = snprintf(line, sizeof line, "%-14s", what);

	for (int i = 0; i < COUNT; i++)
		used += snprintf(line + used, sizeof line - (size_t)used, " %d",
				 (int)(intptr_t)values[i]);
	lesson_say("%s", line);
}

/* Waits for a batch and shows it.  The array of results belongs to the AsyncResult. */
static void show_batch(const char *what, hd_async_result *batch)
{
	void *values;

	must(hd_async_result_get(batch, HD_FOREVER, &values));
	show(what, values);
	hd_async_result_free(&batch);
}

int main(int argc, char **argv)
{
	hd_pool *pool;
	hd_async_result *squares, *powers;
	void *values[COUNT];
	int exponents[COUNT] = {5, 3, 2, 1, 1};

	lesson_begin(argc, argv, "map, map_async, starmap, starmap_async.", 4, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	/* Inputs can be of different kinds: numbers that are made up, and an array. */
	hd_input inputs[] = {hd_range(1, COUNT + 1),
			     hd_array(exponents, COUNT, sizeof *exponents)};

	must(hd_pool_new(lesson_workers(), &options, &pool));
	must(hd_pool_map(pool, square, hd_range(0, COUNT), HD_DEFAULT_CHUNK, values,
			 NULL));
	show("map:", values);
	must(hd_pool_map_async(pool, square, hd_range(0, COUNT), 1, NULL, &squares));
	show_batch("map_async:", squares);

	must(hd_pool_starmap(pool, power, inputs, 2, HD_DEFAULT_CHUNK, values, NULL));
	show("starmap:", values);
	must(hd_pool_starmap_async(pool, power, inputs, 2, 1, NULL, &powers));
	show_batch("starmap_async:", powers);

	must(hd_pool_free(&pool));
	return lesson_end();
}
