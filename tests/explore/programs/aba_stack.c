/* SPDX-License-Identifier: MIT */
/* aba_stack - the top is the same again, and all below it is not.
 *
 * Wrong: pop reads the top A and what lies below it, B, and swaps A for B if A is still
 * the top.  Meanwhile another thread may take A and B and put A back: the swap succeeds,
 * and makes B the top, which the other thread has.
 * Right: the top carries a count that each change increases; the old A is not the new A.
 *
 * verdict: assertion race
 * granularity: memory
 * exhaustive: no
 */
#include "program.h"

enum { NODES = 3 };

/* The nodes are numbered from 1; below the last one is 0.  The upper half of top is a
 * count. */
static atomic_uint below[NODES + 1];
static atomic_bool taken[NODES + 1];
static _Atomic uint64_t top;

static uint64_t changed(uint64_t old, unsigned node)
{
#ifdef FIX
	return ((old >> 32) + 1) << 32 | node;
#else
	(void)old;
	return node;
#endif
}

static void push(unsigned node)
{
	uint64_t old = top;

	taken[node] = false;
	do
		below[node] = (unsigned)old;
	while (!atomic_compare_exchange_strong(&top, &old, changed(old, node)));
}

/* 0 if there is none. */
static unsigned pop(void)
{
	uint64_t old = top;
	unsigned node;

	do {
		node = (unsigned)old;
		if (node == 0)
			return 0;
	} while (!atomic_compare_exchange_strong(&top, &old, changed(old, below[node])));
	assert(!atomic_exchange(&taken[node], true));
	return node;
}

static void *take_two(void *argument)
{
	pop();
	pop();
	return argument;
}

static void *take_two_and_put_one_back(void *argument)
{
	unsigned first = pop();

	pop();
	if (first != 0)
		push(first);
	return argument;
}

int main(void)
{
	for (unsigned node = NODES; node > 0; node--)
		push(node);
	run_both(take_two, take_two_and_put_one_back);
	return 0;
}
