/* SPDX-License-Identifier: MIT */
/* Two threads, two lines each.
 *
 * Each thread's own lines come in their order; how the four mix is open.  Before running it
 * under explore, write down every output that this program can have.
 */
#include "start.h"

static char names[][5] = {"Anna", "Ben"};

static void *greet(void *arg)
{
	const char *name = arg;

	printf("%s: hello\n", name);
	printf("%s: goodbye\n", name);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t anna, ben;

	lesson_begin(argc, argv, "Two threads greet.", 0, NULL);
	anna = start(greet, names[0]);
	ben = start(greet, names[1]);
	pthread_join(anna, NULL);
	pthread_join(ben, NULL);
	return lesson_end();
}
