/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "clock.h"
#include "point.h"
#include "real.h"
#include "sleep.h"
#include "verdict.h"

/* -- yielding ------------------------------------------------------------------------------ */

static const struct op_class yield_class = {.kind = OP_YIELD};

void sleep_yield(uint64_t pc)
{
	point(&(struct op){.class = &yield_class, .pc = pc});
}

INTERPOSED int sched_yield(void)
{
	if (point_controls() == NULL)
		return real.sched_yield();
	sleep_yield(CALL_PC());
	return 0;
}

/* The header turns its name into sched_yield, but older programs call it by its own. */
INTERPOSED int old_pthread_yield(void) __asm__("pthread_yield");

int old_pthread_yield(void)
{
	if (point_controls() == NULL)
		return real.sched_yield();
	sleep_yield(CALL_PC());
	return 0;
}

/* -- sleeping ------------------------------------------------------------------------------ */

static bool is_over(const struct thread *thread)
{
	return thread->op.fired;
}

static void explain(const struct thread *thread, struct text *out)
{
	int64_t until = thread->op.deadline;

	text_add(out, "sleeps until %ld.%06ld s", until / NANOSECONDS,
		 until % NANOSECONDS / 1000);
}

static const struct op_class sleep_class = {
	.kind = OP_SLEEP, .ready = is_over, .explain = explain};

/* A sleep of no length is what many write for a yield. */
static void sleep_until(int64_t when, uint64_t pc)
{
	if (when <= clock_now)
		sleep_yield(pc);
	else
		point(&(struct op){.class = &sleep_class, .pc = pc, .deadline = when});
}

/* Of the kernel; waits of the C library accept times before 1970. */
static bool can_sleep(const struct timespec *time)
{
	return clock_valid(time) && time->tv_sec >= 0;
}

int sleep_for(const struct timespec *duration, uint64_t pc)
{
	int64_t length;

	if (!can_sleep(duration))
		return EINVAL;
	if (__builtin_mul_overflow((int64_t)duration->tv_sec, NANOSECONDS, &length) ||
	    __builtin_add_overflow(length, (int64_t)duration->tv_nsec, &length))
		length = INT64_MAX;
	if (length == 0)
		sleep_yield(pc);
	else
		sleep_until(clock_after(length), pc);
	return 0;
}

INTERPOSED unsigned sleep(unsigned seconds)
{
	if (point_controls() == NULL)
		return real.sleep(seconds);
	sleep_for(&(struct timespec){.tv_sec = seconds}, CALL_PC());
	return 0;
}

INTERPOSED int usleep(useconds_t microseconds)
{
	if (point_controls() == NULL)
		return real.usleep(microseconds);
	sleep_for(&(struct timespec){.tv_sec = microseconds / 1000000,
				     .tv_nsec = microseconds % 1000000 * 1000},
		  CALL_PC());
	return 0;
}

/* No signal cuts a sleep short, so nothing remains of it. */
INTERPOSED int nanosleep(const struct timespec *duration, struct timespec *remaining)
{
	int code;

	if (point_controls() == NULL)
		return real.nanosleep(duration, remaining);
	code = sleep_for(duration, CALL_PC());
	if (code == 0)
		return 0;
	errno = code;
	return -1;
}

INTERPOSED int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
			       struct timespec *remaining)
{
	if (point_controls() == NULL)
		return real.clock_nanosleep(clock, flags, time, remaining);
	if (clock == CLOCK_THREAD_CPUTIME_ID || !can_sleep(time))
		return EINVAL;
	if ((flags & TIMER_ABSTIME) == 0)
		return sleep_for(time, CALL_PC());
	sleep_until(clock_deadline(clock, time), CALL_PC());
	return 0;
}
