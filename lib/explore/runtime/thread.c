/* SPDX-License-Identifier: MIT */
#include <execinfo.h>
#include <string.h>

#include "pages.h"
#include "system.h"
#include "thread.h"
#include "verdict.h"

/* What a parked thread's futex says. */
enum { ASLEEP, HAS_TOKEN, SHOW_STACK };

enum { MAX_NUMBERS = 1 << 16 };

__thread struct thread *thread_self __attribute__((tls_model("initial-exec")));
uint32_t threads_count;
struct thread *threads_live[MAX_THREADS];
unsigned threads_live_count;
unsigned vclock_slots;

static struct thread *table;		    /* by number */
static struct thread *in_slot[MAX_THREADS]; /* who has it, NULL if nobody */
static uint32_t moments[MAX_THREADS]; /* how far the clock of a slot's last owner was */
static uint32_t stack_shown;

struct thread *thread_numbered(uint32_t number)
{
	return &table[number];
}

/* Pages are touched only as threads are made, and each run has fresh ones. */
static bool table_made(void)
{
	if (table == NULL)
		table = pages_reserve(MAX_NUMBERS * sizeof *table);
	return table != NULL;
}

struct thread *thread_add(void)
{
	struct thread *thread;
	unsigned slot = 0;

	while (slot < MAX_THREADS && in_slot[slot] != NULL)
		slot++;
	if (slot == MAX_THREADS || threads_count == MAX_NUMBERS || !table_made())
		return NULL;
	thread = &table[threads_count];
	thread->number = threads_count++;
	thread->slot = slot;
	in_slot[slot] = thread;
	if (slot >= vclock_slots)
		vclock_slots = slot + 1;
	thread->clock.at[slot] = ++moments[slot];
	thread->next_plain = UINT32_MAX;
	threads_live[threads_live_count++] = thread;
	return thread;
}

void thread_remove(struct thread *thread)
{
	unsigned at = 0;

	thread->state = THREAD_ENDED;
	thread->could_run = false;
	moments[thread->slot] = thread->clock.at[thread->slot];
	in_slot[thread->slot] = NULL;
	while (threads_live[at] != thread)
		at++;
	threads_live_count--;
	memmove(&threads_live[at], &threads_live[at + 1],
		(threads_live_count - at) * sizeof threads_live[0]);
}

/* The runtime must not see what the unwinder does: it locks and allocates. */
static void show_stack(struct thread *thread)
{
	struct thread *self = thread_self;
	struct thread_report *report = &board->report.thread[thread->number];
	void *frames[MAX_FRAMES];
	int n;

	thread_self = NULL;
	n = backtrace(frames, MAX_FRAMES);
	thread_self = self;
	for (int i = 0; i < n; i++)
		report->frame[i] = (uint64_t)frames[i];
	report->frames = (uint8_t)n;
}

void thread_park(struct thread *thread)
{
	for (;;) {
		uint32_t word = __atomic_load_n(&thread->futex, __ATOMIC_ACQUIRE);

		if (word == HAS_TOKEN) {
			__atomic_store_n(&thread->futex, ASLEEP, __ATOMIC_RELAXED);
			return;
		}
		if (word == SHOW_STACK) {
			show_stack(thread);
			__atomic_store_n(&thread->futex, ASLEEP, __ATOMIC_RELAXED);
			__atomic_store_n(&stack_shown, 1, __ATOMIC_RELEASE);
			system_futex_wake(&stack_shown);
			continue;
		}
		system_futex_wait(&thread->futex, ASLEEP);
	}
}

void thread_unpark(struct thread *thread)
{
	__atomic_store_n(&thread->futex, HAS_TOKEN, __ATOMIC_RELEASE);
	system_futex_wake(&thread->futex);
}

void thread_ask_for_stack(struct thread *thread)
{
	if (thread->number >= MAX_REPORTED)
		return;
	if (thread == thread_self) {
		show_stack(thread);
		return;
	}
	__atomic_store_n(&stack_shown, 0, __ATOMIC_RELAXED);
	__atomic_store_n(&thread->futex, SHOW_STACK, __ATOMIC_RELEASE);
	system_futex_wake(&thread->futex);
	while (__atomic_load_n(&stack_shown, __ATOMIC_ACQUIRE) == 0)
		system_futex_wait(&stack_shown, 0);
}
