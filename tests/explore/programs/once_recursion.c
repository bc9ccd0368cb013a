/* SPDX-License-Identifier: MIT */
/* once_recursion - the beginning waits for its own end.
 *
 * Wrong: the routine that runs once asks for the very thing that it is there to make
 * ready: pthread_once waits for the routine to end, in the routine.
 * Right: in the routine, use what it has made so far, without asking.
 *
 * verdict: deadlock misuse
 * granularity: sync
 * exhaustive: 2
 */
#include "program.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int table[4];
static int last;

static int *get_table(void);

static void make_table(void)
{
	for (int i = 0; i < 4; i++)
		table[i] = i * i;
#ifdef FIX
	last = table[3];
#else
	last = get_table()[3];
#endif
}

static int *get_table(void)
{
	pthread_once(&once, make_table);
	return table;
}

static void *work(void *argument)
{
	assert(get_table()[2] == 4);
	return argument;
}

/* Two schedules: either thread makes the table. */
int main(void)
{
	run_both(work, work);
	assert(last == 9);
	return 0;
}
