/* SPDX-License-Identifier: MIT */
/* condition_calls - pthread_cond_*, as programs call them.
 */
#include "call.h"
#include "condition.h"
#include "real.h"

INTERPOSED int pthread_cond_init(pthread_cond_t *condition,
				 const pthread_condattr_t *attributes)
{
	if (point_controls() == NULL)
		return real.pthread_cond_init(condition, attributes);
	return condition_init(condition, attributes, CALL_PC());
}

INTERPOSED int pthread_cond_destroy(pthread_cond_t *condition)
{
	if (point_controls() == NULL)
		return real.pthread_cond_destroy(condition);
	return condition_destroy(condition, CALL_PC());
}

INTERPOSED int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
	if (point_controls() == NULL)
		return real.pthread_cond_wait(condition, mutex);
	return condition_wait(condition, mutex, CALL_PC());
}

INTERPOSED int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
				      const struct timespec *absolute)
{
	if (point_controls() == NULL)
		return real.pthread_cond_timedwait(condition, mutex, absolute);
	return condition_timedwait(condition, mutex, absolute, CALL_PC());
}

INTERPOSED int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
				      clockid_t clock, const struct timespec *absolute)
{
	if (point_controls() == NULL)
		return real.pthread_cond_clockwait(condition, mutex, clock, absolute);
	return condition_clockwait(condition, mutex, clock, absolute, CALL_PC());
}

INTERPOSED int pthread_cond_signal(pthread_cond_t *condition)
{
	if (point_controls() == NULL)
		return real.pthread_cond_signal(condition);
	return condition_signal(condition, CALL_PC());
}

INTERPOSED int pthread_cond_broadcast(pthread_cond_t *condition)
{
	if (point_controls() == NULL)
		return real.pthread_cond_broadcast(condition);
	return condition_broadcast(condition, CALL_PC());
}
