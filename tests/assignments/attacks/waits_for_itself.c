/* SPDX-License-Identifier: MIT */
/* Takes a lock that it has, and never goes on.
 *
 * verdict: deadlock
 */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void attack(void)
{
	pthread_mutex_lock(&lock);
	pthread_mutex_lock(&lock);
}
