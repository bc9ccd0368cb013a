/* SPDX-License-Identifier: MIT */
/* clock_calls - reading a clock, which shows virtual time.
 *
 * To read is no point.  But some programs wait by reading a clock again and again, and in
 * frozen time would wait for ever.  So a thread that does little else yields now and then;
 * and when clocks have been read very often at the same moment, time creeps on with each
 * further read, faster and faster, but past no deadline that anybody waits for.
 */
#include <errno.h>

#include "clock.h"
#include "point.h"
#include "real.h"
#include "sleep.h"

enum {
	YIELD_EVERY = 16, /* reads in a row */
	PATIENCE = 256,	  /* reads at the same moment, by all threads */
};

static int64_t last_read; /* the time that was shown last */
static uint32_t reads;	  /* since it moved by itself */

static void creep(void)
{
	if (clock_now != last_read)
		reads = 0;
	if (++reads > PATIENCE)
		clock_creep((reads - PATIENCE) * (NANOSECONDS / 1000));
	last_read = clock_now;
}

/* In a row are those with nothing between them but plain accesses. */
static void yield_if_it_spins(uint64_t pc)
{
	struct thread *self = thread_self;
	uint32_t operations = self->steps - self->plain_run;

	if (operations != self->clock_read_after)
		self->clock_reads = 0;
	if (++self->clock_reads % YIELD_EVERY == 0)
		sleep_yield(pc);
	self->clock_read_after = self->steps - self->plain_run;
}

static struct timespec show(clockid_t clock, uint64_t pc)
{
	if (!thread_self->in_handler) {
		yield_if_it_spins(pc);
		creep();
	}
	return clock_show(clock);
}

/* Those below 0 are of threads and processes, made from their numbers. */
static bool is_clock(clockid_t clock)
{
	return clock <= CLOCK_TAI;
}

INTERPOSED int clock_gettime(clockid_t clock, struct timespec *now)
{
	if (point_controls() == NULL)
		return real.clock_gettime(clock, now);
	if (!is_clock(clock)) {
		errno = EINVAL;
		return -1;
	}
	*now = show(clock < 0 ? CLOCK_THREAD_CPUTIME_ID : clock, CALL_PC());
	return 0;
}

INTERPOSED int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	struct timespec shown;

	if (point_controls() == NULL)
		return real.gettimeofday(now, zone);
	shown = show(CLOCK_REALTIME, CALL_PC());
	now->tv_sec = shown.tv_sec;
	now->tv_usec = shown.tv_nsec / 1000;
	return 0;
}

INTERPOSED time_t time(time_t *now)
{
	time_t shown;

	if (point_controls() == NULL)
		return real.time(now);
	shown = show(CLOCK_REALTIME, CALL_PC()).tv_sec;
	if (now != NULL)
		*now = shown;
	return shown;
}

INTERPOSED clock_t clock(void)
{
	struct timespec shown;

	if (point_controls() == NULL)
		return real.clock();
	shown = show(CLOCK_PROCESS_CPUTIME_ID, CALL_PC());
	return shown.tv_sec * CLOCKS_PER_SEC +
	       shown.tv_nsec / (NANOSECONDS / CLOCKS_PER_SEC);
}

INTERPOSED int timespec_get(struct timespec *now, int base)
{
	if (point_controls() == NULL)
		return real.timespec_get(now, base);
	if (base != TIME_UTC)
		return 0;
	*now = show(CLOCK_REALTIME, CALL_PC());
	return base;
}
