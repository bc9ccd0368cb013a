/* SPDX-License-Identifier: MIT */
#include "alarms.h"

#include <signal.h>
#include <sys/time.h>

#include "clock.h"
#include "point.h"
#include "real.h"
#include "signals.h"

static uint64_t set_at; /* the call, 0 if there is none */
static int64_t set_for; /* virtual time */

uint64_t alarms_expected(void)
{
	return set_at != 0 && signals_handled(SIGALRM) ? set_at : 0;
}

static int64_t left(void)
{
	if (set_at == 0)
		return 0;
	return set_for > clock_now ? set_for - clock_now : 1;
}

static void set(int64_t nanoseconds, uint64_t pc)
{
	set_at = nanoseconds > 0 ? pc : 0;
	set_for = clock_after(nanoseconds);
}

INTERPOSED unsigned alarm(unsigned seconds)
{
	int64_t before = left();

	if (point_controls() == NULL)
		return RARE(alarm)(seconds);
	set(seconds * NANOSECONDS, CALL_PC());
	return (unsigned)((before + NANOSECONDS - 1) / NANOSECONDS);
}

INTERPOSED useconds_t ualarm(useconds_t after, useconds_t interval)
{
	int64_t before = left();

	if (point_controls() == NULL)
		return RARE(ualarm)(after, interval);
	set(after * INT64_C(1000), CALL_PC());
	return (useconds_t)(before / 1000);
}

static struct itimerval show(int64_t nanoseconds)
{
	return (struct itimerval){.it_value = {nanoseconds / NANOSECONDS,
					       nanoseconds % NANOSECONDS / 1000}};
}

INTERPOSED int setitimer(__itimer_which_t which, const struct itimerval *timer,
			 struct itimerval *old)
{
	if (point_controls() == NULL)
		return RARE(setitimer)(which, timer, old);
	if (old != NULL)
		*old = show(which == ITIMER_REAL ? left() : 0);
	if (which == ITIMER_REAL && timer != NULL)
		set(timer->it_value.tv_sec * NANOSECONDS + timer->it_value.tv_usec * 1000,
		    CALL_PC());
	return 0;
}

INTERPOSED int getitimer(__itimer_which_t which, struct itimerval *timer)
{
	if (point_controls() == NULL)
		return RARE(getitimer)(which, timer);
	*timer = show(which == ITIMER_REAL ? left() : 0);
	return 0;
}
