/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "alarms.h"
#include "clock.h"
#include "descriptors.h"
#include "patience.h"
#include "strategy.h"
#include "verdict.h"

enum {
	SPIN_LIMIT = 16,
	LIVELOCK_ROUNDS = 10000,
	BUSY_ROUNDS = 100,
	PATIENCE = 3, /* rounds before the clock moves */
};

static unsigned rounds; /* since anybody changed anything */
static bool anybody_deferred;

void patience_progress(void)
{
	rounds = 0;
	if (!anybody_deferred)
		return;
	anybody_deferred = false;
	for (unsigned i = 0; i < threads_live_count; i++)
		threads_live[i]->deferred = threads_live[i]->plain_deferred = false;
}

void patience_defer(struct thread *thread)
{
	thread->idle = 0;
	thread->plain_idle = 0;
	thread->deferred = true;
	anybody_deferred = true;
	board->report.spun++;
	strategy_demote(thread);
}

static void looked(struct thread *thread)
{
	if (++thread->idle >= SPIN_LIMIT)
		patience_defer(thread);
}

/* A replay knows from its moves when a thread spun on plain memory, as the places that race
 * are not known to it. */
static void looked_at_plain(struct thread *thread)
{
	uint64_t what = thread->op.pc * UINT64_C(0x9e3779b97f4a7c15) ^ thread->op.address;

	if (what != thread->plain_last)
		thread->plain_idle = 0;
	thread->plain_last = what;
	if (board->order.strategy == STRATEGY_REPLAY || ++thread->plain_idle < SPIN_LIMIT)
		return;
	patience_defer(thread);
	thread->plain_deferred = true;
}

void patience_did(struct thread *thread)
{
	enum op_kind kind = thread->op.class->kind;

	if (kind == OP_READ) {
		looked_at_plain(thread);
	} else if (kind == OP_WRITE && !(thread->op.flags & EVENT_WRITES)) {
		return; /* private memory is no news for anybody */
	} else if (kind == OP_RMW ||
		   (op_looks(kind) && !(thread->op.flags & EVENT_WRITES))) {
		looked(thread);
	} else {
		thread->idle = 0;
		thread->plain_idle = 0;
		patience_progress();
	}
}

bool patience_needed(void)
{
	return anybody_deferred;
}

/* A program that waits busily for its handler of SIGALRM is no livelock. */
void patience_livelock(const char *text)
{
	if (alarms_expected() != 0)
		verdict_refuse("a timer signal (alarm, setitimer) with a handler",
			       alarms_expected(), "use a thread that sleeps");
	verdict_fail(VERDICT_LIVELOCK, "%s", text);
}

void patience_count(uint64_t pc)
{
	static uint32_t accesses;
	char text[140];

	if (++accesses != board->order.accesses_limit)
		return;
	snprintf(text, sizeof text,
		 "no end after %u accesses to memory, the last at <@%lx>; "
		 "for a program that needs more: --accesses",
		 accesses, pc);
	patience_livelock(text);
}

/* Somebody may spin a little before he sleeps: that is no waiting yet. */
static void check_busy(void)
{
	if (board->order.busy_fails && rounds > BUSY_ROUNDS)
		patience_livelock("every thread that can run only looks, yields or tries "
				  "again, and does not sleep");
}

void patience_round(void)
{
	/* Where accesses are not seen, nor is what changes meanwhile: --steps has to decide. */
	if (++rounds > LIVELOCK_ROUNDS && board->report.instrumented)
		patience_livelock("every thread that can run only looks, yields or tries "
				  "again, and nothing changes");
	check_busy();
	if (rounds > PATIENCE && !board->order.busy_fails && !descriptors_wait(0) &&
	    !clock_advance())
		clock_now += rounds * (NANOSECONDS / 1000);
	for (unsigned i = 0; i < threads_live_count; i++)
		threads_live[i]->deferred = threads_live[i]->plain_deferred = false;
	anybody_deferred = false;
}
