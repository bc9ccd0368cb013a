/* SPDX-License-Identifier: MIT */
/* A look, and what follows from it, under one lock.
 *
 * The other half of broken_account.c: whoever takes the lock finds the balance as it is, and
 * nobody changes it before the lock is given back.  One of the two withdrawals is refused,
 * in every schedule.
 */
#include <pthread.h>

#include "lesson.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int balance = 100; /* guarded by lock */

static void *withdraw(void *arg)
{
	pthread_mutex_lock(&lock);
	if (balance >= 80)
		balance -= 80;
	pthread_mutex_unlock(&lock);
	return arg;
}

int main(int argc, char **argv)
{
	hd_thread *first, *second;

	lesson_begin(argc, argv, "Two withdrawals, each under one lock.", 0, NULL);
	must(hd_thread_start(withdraw, NULL, NULL, &first));
	must(hd_thread_start(withdraw, NULL, NULL, &second));
	must(hd_thread_join(first, HD_FOREVER, NULL));
	must(hd_thread_join(second, HD_FOREVER, NULL));
	hd_thread_unref(first);
	hd_thread_unref(second);
	lesson_say("the balance is %d", balance);
	return lesson_end() || balance < 0;
}
