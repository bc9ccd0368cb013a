/* SPDX-License-Identifier: MIT */
/* Broken - "the other one will surely be ready in a second".
 *
 * What is wrong: the reader sleeps, and takes for granted that the writer has written by
 * then.  Nothing makes it so: a busy machine can keep the writer waiting for as long as it
 * likes.
 *
 * What a run shows: nearly always the answer.  Exit status: 1 when the reader came first.
 *
 * The cure: wait for the thing itself, here with a join or a future, and not for the time
 * that it usually takes.
 */
#include <stdatomic.h>

#include "start.h"

static atomic_int answer;

static void *write_answer(void *arg)
{
	answer = 42;
	return arg;
}

int main(int argc, char **argv)
{
	pthread_t writer;
	int seen;

	lesson_begin(argc, argv, "Broken: a sleep instead of a wait.", 0, NULL);
	writer = start(write_answer, NULL);
	lesson_sleep(1);
	seen = answer;
	printf("the answer is %d\n", seen);
	pthread_join(writer, NULL);
	return lesson_end() || seen != 42;
}
