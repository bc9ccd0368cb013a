/* SPDX-License-Identifier: MIT */
/* rwlock_calls - pthread_rwlock_*, as programs call them.
 */
#include <errno.h>

#include "call.h"
#include "clock.h"
#include "real.h"
#include "rwlock.h"

INTERPOSED int pthread_rwlock_init(pthread_rwlock_t *rwlock,
				   const pthread_rwlockattr_t *attributes)
{
	int code = real.pthread_rwlock_init(rwlock, attributes);

	if (point_controls() != NULL && code == 0)
		object_new(rwlock, OBJECT_RWLOCK, CALL_PC());
	return code;
}

INTERPOSED int pthread_rwlock_destroy(pthread_rwlock_t *rwlock)
{
	if (point_controls() == NULL)
		return real.pthread_rwlock_destroy(rwlock);
	return rwlock_destroy(rwlock, CALL_PC());
}

INTERPOSED int pthread_rwlock_rdlock(pthread_rwlock_t *rwlock)
{
	if (point_controls() == NULL)
		return real.pthread_rwlock_rdlock(rwlock);
	return rwlock_read(rwlock, 0, CALL_PC());
}

INTERPOSED int pthread_rwlock_wrlock(pthread_rwlock_t *rwlock)
{
	if (point_controls() == NULL)
		return real.pthread_rwlock_wrlock(rwlock);
	return rwlock_write(rwlock, 0, CALL_PC());
}

INTERPOSED int pthread_rwlock_tryrdlock(pthread_rwlock_t *rwlock)
{
	if (point_controls() == NULL)
		return real.pthread_rwlock_tryrdlock(rwlock);
	return rwlock_try_read(rwlock, CALL_PC());
}

INTERPOSED int pthread_rwlock_trywrlock(pthread_rwlock_t *rwlock)
{
	if (point_controls() == NULL)
		return real.pthread_rwlock_trywrlock(rwlock);
	return rwlock_try_write(rwlock, CALL_PC());
}

INTERPOSED int pthread_rwlock_unlock(pthread_rwlock_t *rwlock)
{
	if (point_controls() == NULL)
		return real.pthread_rwlock_unlock(rwlock);
	return rwlock_unlock(rwlock, CALL_PC());
}

/* -- with a deadline ----------------------------------------------------------------------- */

static bool is_deadline(clockid_t clock, const struct timespec *absolute)
{
	return call_can_wait_on(clock) && clock_valid(absolute);
}

INTERPOSED int pthread_rwlock_clockrdlock(pthread_rwlock_t *rwlock, clockid_t clock,
					  const struct timespec *absolute)
{
	if (point_controls() == NULL)
		return real.pthread_rwlock_clockrdlock(rwlock, clock, absolute);
	if (!is_deadline(clock, absolute))
		return EINVAL;
	return rwlock_read(rwlock, clock_deadline(clock, absolute), CALL_PC());
}

INTERPOSED int pthread_rwlock_clockwrlock(pthread_rwlock_t *rwlock, clockid_t clock,
					  const struct timespec *absolute)
{
	if (point_controls() == NULL)
		return real.pthread_rwlock_clockwrlock(rwlock, clock, absolute);
	if (!is_deadline(clock, absolute))
		return EINVAL;
	return rwlock_write(rwlock, clock_deadline(clock, absolute), CALL_PC());
}

INTERPOSED int pthread_rwlock_timedrdlock(pthread_rwlock_t *rwlock,
					  const struct timespec *absolute)
{
	if (point_controls() == NULL)
		return real.pthread_rwlock_timedrdlock(rwlock, absolute);
	if (!is_deadline(CLOCK_REALTIME, absolute))
		return EINVAL;
	return rwlock_read(rwlock, clock_deadline(CLOCK_REALTIME, absolute), CALL_PC());
}

INTERPOSED int pthread_rwlock_timedwrlock(pthread_rwlock_t *rwlock,
					  const struct timespec *absolute)
{
	if (point_controls() == NULL)
		return real.pthread_rwlock_timedwrlock(rwlock, absolute);
	if (!is_deadline(CLOCK_REALTIME, absolute))
		return EINVAL;
	return rwlock_write(rwlock, clock_deadline(CLOCK_REALTIME, absolute), CALL_PC());
}
