/* SPDX-License-Identifier: MIT */
#include "waiting.h"

#include <errno.h>
#include <limits.h>
#include <time.h>

#include "clock.h"
#include "outside.h"
#include "point.h"
#include "system.h"
#include "verdict.h"

enum {
	/* What comes from outside counts as there after the thread has been asked so often,
	 * although others can still run: they may be waiting for it, busily. */
	ASKED_ENOUGH = 10000,
	/* Milliseconds of real time that the outside is given. */
	LOOPBACK_MS = 50,
	STRANGERS_MS = 2000,
	CHILDREN_MS = 60000,
	PACE_MS = 1000,
};

static struct waiting *waiting_of(const struct thread *thread)
{
	return (struct waiting *)(uintptr_t)thread->op.detail;
}

bool waiting_poll(const struct waiting *waiting)
{
	struct timespec none = {0};
	long n = system_call(SYS_ppoll, waiting->fds, waiting->count, &none, NULL, 0);

	return n != 0 && n != -EINTR;
}

static bool is_there(const struct waiting *waiting)
{
	return waiting->happened != NULL ? waiting->happened(waiting)
					 : waiting_poll(waiting);
}

static bool can_go_on(const struct thread *thread)
{
	struct waiting *waiting = waiting_of(thread);

	if (thread->op.fired || waiting->came)
		return true;
	if (whence_now(waiting->whence) > FROM_LOOPBACK &&
	    ++waiting->asked < ASKED_ENOUGH)
		return false;
	return is_there(waiting);
}

static void explain(const struct thread *thread, struct text *out)
{
	const struct waiting *waiting = waiting_of(thread);

	text_add(out, "waits %s", waiting->what);
	if (waiting->fd >= 0)
		text_add(out, " descriptor %d", waiting->fd);
}

static const struct op_class class = {
	.kind = OP_DESCRIPTOR, .ready = can_go_on, .explain = explain};

bool waiting_turn(struct waiting *waiting, int64_t deadline, uint64_t pc)
{
	struct op op = {.class = &class,
			.pc = pc,
			.deadline = deadline,
			.detail = (int64_t)(uintptr_t)waiting};

	if (waiting->fd >= 0) {
		op.address = channel_of(waiting->fd).number;
		op.second_address = (uint64_t)waiting->fd + 1;
	}
	point(&op);
	return !thread_self->op.fired || is_there(waiting);
}

/* -- when nobody can run ------------------------------------------------------------------- */

static struct waiting *waiting_at(unsigned live)
{
	const struct thread *thread = threads_live[live];

	if (thread->state != THREAD_PENDING || thread->op.class != &class)
		return NULL;
	return waiting_of(thread);
}

bool waiting_any(void)
{
	for (unsigned i = 0; i < threads_live_count; i++)
		if (waiting_at(i) != NULL)
			return true;
	return false;
}

static bool anything_came(void)
{
	bool any = false;

	for (unsigned i = 0; i < threads_live_count; i++) {
		struct waiting *waiting = waiting_at(i);

		if (waiting == NULL || !is_there(waiting))
			continue;
		waiting->came = true;
		any = true;
	}
	return any;
}

/* The waiting thread for which it is worth to wait longest; NULL if nobody waits. */
static const struct thread *farthest(enum whence *whence)
{
	const struct thread *found = NULL;

	*whence = FROM_INSIDE;
	for (unsigned i = 0; i < threads_live_count; i++) {
		const struct waiting *waiting = waiting_at(i);

		if (waiting == NULL || whence_now(waiting->whence) < *whence)
			continue;
		*whence = whence_now(waiting->whence);
		found = threads_live[i];
	}
	return found;
}

/* Milliseconds until virtual time would fire the next timer, at least a moment. */
static int64_t to_next_timer(void)
{
	int64_t earliest = INT64_MAX, left;

	for (unsigned i = 0; i < threads_live_count; i++) {
		const struct thread *thread = threads_live[i];

		if (thread->op.deadline != 0 && thread->op.deadline < earliest)
			earliest = thread->op.deadline;
	}
	left = earliest == INT64_MAX ? 0 : (earliest - clock_now) / 1000000;
	return left < 1 ? 1 : left < PACE_MS ? left : PACE_MS;
}

static int64_t worth_waiting(enum whence whence, bool time_can_move)
{
	if (time_can_move)
		return whence > FROM_LOOPBACK ? to_next_timer() : 0;
	switch (whence) {
	case FROM_INSIDE:
		return 0;
	case FROM_LOOPBACK:
		return LOOPBACK_MS;
	case FROM_ANYBODY:
	case FROM_STRANGERS:
		return STRANGERS_MS;
	case FROM_CHILDREN:
		return CHILDREN_MS;
	default:
		return INT64_MAX;
	}
}

static bool comes_within(int64_t milliseconds)
{
	int64_t slept = 0, nap = NANOSECONDS / 20000;

	while (!anything_came()) {
		struct timespec time = {.tv_nsec = nap};

		if (slept / 1000000 >= milliseconds)
			return false;
		system_call(SYS_nanosleep, &time, NULL);
		slept += nap;
		if (nap < NANOSECONDS / 200)
			nap *= 2;
	}
	return true;
}

void waiting_refuse_strangers(void)
{
	enum whence whence;
	const struct thread *thread = farthest(&whence);

	if (thread != NULL && worth_waiting(whence, false) == STRANGERS_MS)
		verdict_refuse("a wait for another program, on a socket", thread->op.pc,
			       "let a thread of the program play its part");
}

bool waiting_in_real_time(bool time_can_move)
{
	enum whence whence;
	const struct thread *thread = farthest(&whence);
	bool came;

	if (thread == NULL)
		return false;
	if (whence > FROM_STRANGERS)
		outside_begin();
	came = comes_within(worth_waiting(whence, time_can_move));
	if (whence > FROM_STRANGERS)
		outside_end();
	if (!came && !time_can_move)
		waiting_refuse_strangers();
	return came;
}
