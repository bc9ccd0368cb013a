/* SPDX-License-Identifier: MIT */
/* outputs - what can this print?
 *
 * Nothing is wrong here: two threads print two words each, and the words of each come in
 * their order.  Which texts are possible?
 *
 * verdict: passed
 * granularity: sync
 * exhaustive: 6
 * outputs: 6
 */
#include "program.h"

static void *print_a(void *argument)
{
	printf("A1 ");
	printf("A2 ");
	return argument;
}

static void *print_b(void *argument)
{
	printf("B1 ");
	printf("B2 ");
	return argument;
}

/* Six schedules, and as many texts: of the four words, two are A's: 4 over 2. */
int main(void)
{
	run_both(print_a, print_b);
	printf("\n");
	return 0;
}
