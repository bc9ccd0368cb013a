/* SPDX-License-Identifier: MIT */
/* map - one function, many items: some threads do them, and the results come in their order.
 *
 *	struct map_options options = {.workers = 4, .chunk = 8, .ahead = 0, .ms = 5000};
 *	struct map_result result;
 *	map *m;
 *
 *	if (map_start(&options, cube, items, n, &m) == 0) {
 *		while ((code = map_next(m, &result)) == 0)
 *			...
 *		(code is MAP_END: these were all; or MAP_TIMEOUT: five seconds were not enough)
 *		map_free(m);
 *	}
 *
 * Errors:   0, or one of the codes below; out parameters are untouched on failure.  What went
 *           wrong with an item is in its result, and never here.
 * Threads:  a map is used by one thread at a time; the function is called by the map's own.
 * Memory:   items and values are the caller's; the array of items stays until map_free.
 * Time:     the options say until when map_next waits, all its calls together; it sleeps.
 *
 * README.md beside this file says what happens in each case.
 */
#ifndef MAP_H
#define MAP_H

#include <stddef.h>

enum { MAP_END = 1, MAP_TIMEOUT, MAP_INVALID, MAP_NO_MEMORY, MAP_NO_THREAD };

typedef struct map map;

/* Does one item: 0, or an error of its own choice.  What it leaves in *value, which is a null
 * pointer before, is the value of the item, in both cases. */
typedef int map_function(void *item, void **value);

struct map_options {
	size_t workers; /* threads, at most; not 0 */
	size_t chunk; /* so many neighbours are one thread's, one after the other; not 0 */
	size_t ahead; /* so many results are begun and not taken, at most; 0: any number */
	long ms;      /* the time of all calls of map_next together; negative: for ever */
};

struct map_result {
	int error; /* what the function returned */
	void *value;
};

/* A map over n items, with threads of its own, which begin at once.  MAP_INVALID: no worker, or
 * chunks of nothing.  MAP_NO_MEMORY.  MAP_NO_THREAD. */
int map_start(const struct map_options *options, map_function *fn, void *const *items,
	      size_t n, map **out);

/* Takes the result of the next item, in the order of the items; waits for it.  MAP_END: all were
 * taken.  MAP_TIMEOUT: the time is over and it is not there; no item begins any more. */
int map_next(map *m, struct map_result *out);

/* Gives threads and memory back, at any time: no item begins any more, and those that have are
 * waited for.  A null pointer is nothing to free. */
void map_free(map *m);

#endif
