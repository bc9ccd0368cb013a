/* SPDX-License-Identifier: MIT */
/* Broken - the flag arrives before the message.
 *
 * What is wrong: the message and the flag are atomic, so there is no data race; but the flag
 * is stored and loaded with memory_order_relaxed, which promises nothing about anything
 * else.  A reader may see the flag and still the old message.  Compilers and many machines
 * do that now and then; x86 hardly ever does.
 *
 * What a run shows: here nearly always nothing.  Exit status: 1 when the flag was seen and
 * the message was not.
 *
 * The cure: store the flag with memory_order_release, load it with memory_order_acquire.
 */
#include <stdatomic.h>

#include "start.h"

static atomic_int message, flag;

static void *send(void *arg)
{
	atomic_store_explicit(&message, 42, memory_order_relaxed);
	atomic_store_explicit(&flag, 1, memory_order_relaxed);
	return arg;
}

int main(int argc, char **argv)
{
	pthread_t sender;
	int got = 42;

	lesson_begin(argc, argv, "Broken: a flag that promises nothing.", 0, NULL);
	sender = start(send, NULL);
	if (atomic_load_explicit(&flag, memory_order_relaxed) == 1)
		got = atomic_load_explicit(&message, memory_order_relaxed);
	pthread_join(sender, NULL);
	puts(got == 42 ? "no flag without its message" : "the flag, but not the message");
	return lesson_end() || got != 42;
}
