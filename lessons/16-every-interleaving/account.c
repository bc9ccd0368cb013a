/* SPDX-License-Identifier: MIT */
/* A look, and what follows from it, under one lock.
 *
 * The other half of broken_account.c: whoever takes the lock finds the balance as it is, and
 * nobody changes it before the lock is given back.  One of the two withdrawals is refused,
 * in every schedule.
 */
#include "start.h"

static pthread_mutex_t balance_lock = PTHREAD_MUTEX_INITIALIZER;
static int balance = 100; /* guarded by balance_lock */

static void *withdraw(void *arg)
{
	pthread_mutex_lock(&balance_lock);
	if (balance >= 80)
		balance -= 80;
	pthread_mutex_unlock(&balance_lock);
	return arg;
}

int main(int argc, char **argv)
{
	pthread_t first, second;

	lesson_begin(argc, argv, "Two withdrawals, each under one lock.", 0, NULL);
	first = start(withdraw, NULL);
	second = start(withdraw, NULL);
	pthread_join(first, NULL);
	pthread_join(second, NULL);
	printf("the balance is %d\n", balance);
	return lesson_end() || balance < 0;
}
