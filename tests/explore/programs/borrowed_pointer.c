/* SPDX-License-Identifier: MIT */
/* borrowed_pointer - a pointer taken under a lock is used without it.
 *
 * Wrong: the reader locks, fetches the address of the table and unlocks.  Then it reads
 * from a table that the other thread may have replaced and freed.
 * Right: keep the lock while the table is used.
 *
 * verdict: use-after-free race
 * granularity: memory
 * exhaustive: 2
 */
#include "program.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int *table;

static int *new_table(int first)
{
	int *made = calloc(4, sizeof *made);

	if (made == NULL)
		abort();
	made[0] = first;
	return made;
}

static void *replace(void *argument)
{
	int *old;

	pthread_mutex_lock(&lock);
	old = table;
	table = new_table(2);
	pthread_mutex_unlock(&lock);
	free(old);
	return argument;
}

static void *read_first(void *argument)
{
	int *borrowed;
	int first;

	pthread_mutex_lock(&lock);
	borrowed = table;
#ifndef FIX
	pthread_mutex_unlock(&lock);
#endif
	first = borrowed[0];
#ifdef FIX
	pthread_mutex_unlock(&lock);
#endif
	assert(first == 1 || first == 2);
	return argument;
}

/* Two schedules: the reader finds the old table or the new one. */
int main(void)
{
	table = new_table(1);
	run_both(replace, read_first);
	free(table);
	return 0;
}
