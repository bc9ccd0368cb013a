/* SPDX-License-Identifier: MIT */
#include "clock.h"
#include "thread.h"

/* What the clocks show when a run starts: 2024-01-01 00:00:00 UTC, 1,000 s after boot. */
static const int64_t realtime_start = INT64_C(1704067200) * NANOSECONDS;
static const int64_t monotonic_start = INT64_C(1000) * NANOSECONDS;

int64_t clock_now;

static int64_t start_of(clockid_t id)
{
	switch (id) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_COARSE:
	case CLOCK_TAI:
		return realtime_start;
	case CLOCK_PROCESS_CPUTIME_ID:
	case CLOCK_THREAD_CPUTIME_ID:
		return 0;
	default:
		return monotonic_start;
	}
}

static bool waits(const struct thread *thread)
{
	return thread->state == THREAD_PENDING && thread->op.deadline != 0 &&
	       !thread->op.fired;
}

static void fire(struct thread *thread)
{
	thread->op.fired = true;
	if (thread->op.class->timed_out != NULL)
		thread->op.class->timed_out(thread);
}

/* Deadlines before the run's start are 1, as 0 is none. */
static bool is_due(const struct thread *thread)
{
	return thread->op.deadline <= clock_now || thread->op.deadline == 1;
}

void clock_advance_to(int64_t when)
{
	if (when > clock_now)
		clock_now = when;
	for (unsigned i = 0; i < threads_live_count; i++)
		if (waits(threads_live[i]) && is_due(threads_live[i]))
			fire(threads_live[i]);
}

/* INT64_MAX: nobody waits for one. */
static int64_t earliest_deadline(void)
{
	int64_t earliest = INT64_MAX;

	for (unsigned i = 0; i < threads_live_count; i++)
		if (waits(threads_live[i]) && threads_live[i]->op.deadline < earliest)
			earliest = threads_live[i]->op.deadline;
	return earliest;
}

bool clock_advance(void)
{
	int64_t earliest = earliest_deadline();

	if (earliest == INT64_MAX)
		return false;
	clock_advance_to(earliest);
	return true;
}

void clock_creep(int64_t at_most)
{
	int64_t to = clock_after(at_most), earliest = earliest_deadline();

	clock_advance_to(earliest < to ? earliest : to);
}

int64_t clock_after(int64_t nanoseconds)
{
	int64_t when;

	if (nanoseconds < 0)
		nanoseconds = 0;
	if (__builtin_add_overflow(clock_now, nanoseconds, &when))
		when = INT64_MAX;
	return when > 0 ? when : 1;
}

int64_t clock_deadline(clockid_t id, const struct timespec *absolute)
{
	int64_t when;

	if (__builtin_mul_overflow((int64_t)absolute->tv_sec, NANOSECONDS, &when) ||
	    __builtin_add_overflow(when, (int64_t)absolute->tv_nsec, &when))
		when = absolute->tv_sec < 0 ? 0 : INT64_MAX;
	when -= start_of(id);
	return when > 0 ? when : 1;
}

struct timespec clock_show(clockid_t id)
{
	int64_t shown = start_of(id) + clock_now;

	return (struct timespec){.tv_sec = (time_t)(shown / NANOSECONDS),
				 .tv_nsec = (long)(shown % NANOSECONDS)};
}

bool clock_valid(const struct timespec *time)
{
	return time->tv_nsec >= 0 && time->tv_nsec < NANOSECONDS;
}
