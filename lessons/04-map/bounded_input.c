/* SPDX-License-Identifier: MIT */
/* E10 for long inputs - buffersize: how far a map runs ahead of whoever reads it.
 *
 * The input is a generator that counts how often it was asked.  Without buffersize map
 * asks it for everything before the first result is read: fine for ten items, ruin for
 * a file of a billion lines.  With buffersize 8 it is asked for 8, and for one more
 * with each result that is taken.
 *
 * Expected:
 *	no buffersize: 1000 inputs drawn by map, at most 1000 ahead, sum 332833500
 *	buffersize 8: 8 inputs drawn by map, at most 8 ahead, sum 332833500
 *	buffersize 1: 1 inputs drawn by map, at most 1 ahead, sum 332833500
 *	buffersize 0: buffersize must be greater than 0
 */
#include "lesson.h"

enum { COUNT = 1000 };

/* drawn: given to the map; taken: results asked for; most: how far it ever ran ahead. */
struct source {
	int drawn, taken, most;
};

/* Runs in the thread that calls map and map_next, so it needs no lock. */
static bool next_number(void *state, void **item)
{
	struct source *source = state;

	if (source->drawn == COUNT)
		return false;
	*item = (void *)(intptr_t)source->drawn++;
	if (source->drawn - source->taken > source->most)
		source->most = source->drawn - source->taken;
	return true;
}

static void *square(void *arg)
{
	intptr_t x = (intptr_t)arg;

	return (void *)(x * x);
}

static void sum_squares(hd_executor *ex, const char *what, size_t buffersize)
{
	struct source source = {0};
	hd_input numbers = hd_generator(next_number, &source);
	hd_map_options options = HD_MAP_OPTIONS;
	hd_map *map;
	long sum = 0;
	int at_the_call, code;

	options.buffersize = buffersize;
	must(hd_executor_map(ex, square, &numbers, 1, &options, &map));
	at_the_call = source.drawn;
	for (;;) {
		void *result;

		source.taken++;
		code = hd_map_next(map, &result);
		if (code)
			break;
		sum += (long)(intptr_t)result;
	}
	must(code == HD_END ? 0 : code);
	hd_map_free(&map);
	lesson_say("%s: %d inputs drawn by map, at most %d ahead, sum %ld", what,
		   at_the_call, source.most, sum);
}

int main(int argc, char **argv)
{
	hd_executor *ex;

	lesson_begin(argc, argv, "A map that does not swallow its input whole.", 4, NULL);
	hd_executor_options options = {.thread_name_prefix = "Thread",
				       .trace = lesson_trace()};
	hd_map_options none = HD_MAP_OPTIONS;
	hd_input numbers = hd_range(0, COUNT);

	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	sum_squares(ex, "no buffersize", SIZE_MAX);
	sum_squares(ex, "buffersize 8", 8);
	sum_squares(ex, "buffersize 1", 1);
	none.buffersize = 0;
	lesson_say("buffersize 0: %s",
		   hd_strerror(hd_executor_map(ex, square, &numbers, 1, &none, NULL)));
	must(hd_executor_free(&ex));
	return lesson_end();
}
