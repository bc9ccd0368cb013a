/* SPDX-License-Identifier: MIT */
/* loop_variable - every thread gets the address of the same variable.
 *
 * Wrong: the argument is the address of the loop's variable, which the loop goes on
 * changing.  A thread finds there whatever the loop has come to.
 * Right: pass the value.
 *
 * verdict: assertion race
 * granularity: sync
 * exhaustive: 1
 */
#include "program.h"

enum { THREADS = 3 };

static void *work(void *argument)
{
#ifdef FIX
	return argument;
#else
	int *number = argument;

	return (void *)(intptr_t)*number;
#endif
}

/* One schedule: the threads have nothing to do with each other. */
int main(void)
{
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++) {
#ifdef FIX
		pthread_create(&threads[i], NULL, work, (void *)(intptr_t)i);
#else
		pthread_create(&threads[i], NULL, work, &i);
#endif
	}
	for (int i = 0; i < THREADS; i++) {
		void *number;

		pthread_join(threads[i], &number);
		assert((intptr_t)number == i);
	}
	return 0;
}
