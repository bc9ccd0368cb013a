/* SPDX-License-Identifier: MIT */
/* Starts threads that start threads.
 *
 * verdict: forbidden call
 */
#include <pthread.h>

static void *start(void *argument)
{
	pthread_t thread;

	for (;;)
		pthread_create(&thread, NULL, start, argument);
	return NULL;
}

static void attack(void)
{
	start(NULL);
}
