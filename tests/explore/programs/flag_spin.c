/* SPDX-License-Identifier: MIT */
/* flag_spin - a loop on a plain variable.
 *
 * Wrong: the flag is volatile, which makes the compiler read it each time, but orders
 * nothing and is no atomic access: what was written before the flag need not be seen
 * after it.
 * Right: an atomic flag.
 *
 * verdict: race
 * granularity: memory
 * exhaustive: no
 */
#include "program.h"

#ifdef FIX
static atomic_bool go;
#else
static volatile bool go;
#endif
static int data;

static void *prepare(void *argument)
{
	data = 1;
	go = true;
	return argument;
}

static void *use(void *argument)
{
	while (!go)
		sched_yield();
	assert(data == 1);
	return argument;
}

int main(void)
{
	run_both(prepare, use);
	return 0;
}
