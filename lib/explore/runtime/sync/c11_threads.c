/* SPDX-License-Identifier: MIT */
/* c11_threads - thrd_* and call_once.
 */
#include "c11.h"
#include "lifecycle.h"
#include "once.h"
#include "point.h"
#include "real.h"
#include "sleep.h"

/* An int is returned where the low half of a pointer is, on all machines we know; so no
 * function needs to stand between, and reports name the program's own. */
static void *(*as_start(thrd_start_t start))(void *)
{
	return (void *(*)(void *))(uintptr_t)start;
}

INTERPOSED int thrd_create(thrd_t *thread, thrd_start_t start, void *argument)
{
	if (point_controls() == NULL)
		return c11_result(
			real.pthread_create(thread, NULL, as_start(start), argument));
	return c11_result(
		lifecycle_create(thread, NULL, as_start(start), argument, CALL_PC()));
}

INTERPOSED int thrd_join(thrd_t thread, int *result)
{
	void *returned = NULL;
	int code;

	if (point_controls() == NULL)
		code = real.pthread_join(thread, &returned);
	else
		code = lifecycle_join(thread, &returned, CALL_PC());
	if (code == 0 && result != NULL)
		*result = (int)(intptr_t)returned;
	return c11_result(code);
}

INTERPOSED int thrd_detach(thrd_t thread)
{
	if (point_controls() == NULL)
		return c11_result(real.pthread_detach(thread));
	return c11_result(lifecycle_detach(thread, CALL_PC()));
}

INTERPOSED void thrd_exit(int result)
{
	pthread_exit((void *)(intptr_t)result);
}

INTERPOSED void thrd_yield(void)
{
	if (point_controls() == NULL)
		real.sched_yield();
	else
		sleep_yield(CALL_PC());
}

/* ISO C wants -1 for a sleep that a signal cut short, and another negative for the rest. */
INTERPOSED int thrd_sleep(const struct timespec *duration, struct timespec *remaining)
{
	int code;

	if (point_controls() == NULL)
		code = real.clock_nanosleep(CLOCK_REALTIME, 0, duration, remaining);
	else
		code = sleep_for(duration, CALL_PC());
	return code == 0 ? 0 : code == EINTR ? -1 : -2;
}

INTERPOSED void call_once(once_flag *flag, void (*routine)(void))
{
	if (point_controls() == NULL)
		real.pthread_once((pthread_once_t *)flag, routine);
	else
		once_run((pthread_once_t *)flag, routine, CALL_PC());
}
