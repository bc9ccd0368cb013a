/* SPDX-License-Identifier: MIT */
/* rwlock_writer - a writer that locks for reading.
 *
 * Wrong: the two halves of a pair are changed under the read lock, beside a reader who
 * may look between the two.
 * Right: who changes something locks for writing.
 *
 * verdict: race assertion
 * granularity: memory
 * exhaustive: 4
 */
#include "program.h"

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int left, right;

static void *change(void *argument)
{
#ifdef FIX
	pthread_rwlock_wrlock(&lock);
#else
	pthread_rwlock_rdlock(&lock);
#endif
	left++;
	right++;
	pthread_rwlock_unlock(&lock);
	return argument;
}

static void *compare(void *argument)
{
	pthread_rwlock_rdlock(&lock);
	assert(left == right);
	pthread_rwlock_unlock(&lock);
	return argument;
}

/* Four schedules: each of the two readers comes before the writer or after it, and the
 * order of the readers makes no difference. */
int main(void)
{
	pthread_t threads[3];

	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, i == 0 ? change : compare, NULL);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
