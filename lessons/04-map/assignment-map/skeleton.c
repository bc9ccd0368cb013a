/* SPDX-License-Identifier: MIT */
/* map - your map.  README.md says what each function has to do.
 */
#include "map.h"

#include <pthread.h>
#include <stdlib.h>

/* What do the threads share, and what guards it? */
struct map {
	pthread_mutex_t lock;
};

int map_start(const struct map_options *options, map_function *fn, void *const *items,
	      size_t n, map **out)
{
	(void)options;
	(void)fn;
	(void)items;
	(void)n;
	(void)out;
	return MAP_NO_MEMORY;
}

int map_next(map *m, struct map_result *out)
{
	(void)m;
	(void)out;
	return MAP_END;
}

void map_free(map *m)
{
	free(m);
}
