/* SPDX-License-Identifier: MIT */
/* c11_locks - mtx_* and cnd_*.
 */
#include "c11.h"
#include "condition.h"
#include "mutex.h"
#include "real.h"

/* -- mutexes ------------------------------------------------------------------------------- */

static pthread_mutex_t *mutex_of(mtx_t *mutex)
{
	return (pthread_mutex_t *)mutex;
}

INTERPOSED int mtx_init(mtx_t *mutex, int type)
{
	pthread_mutexattr_t attributes;
	int code;

	pthread_mutexattr_init(&attributes);
	if ((type & mtx_recursive) != 0)
		pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
	if (point_controls() == NULL)
		code = real.pthread_mutex_init(mutex_of(mutex), &attributes);
	else
		code = mutex_init(mutex_of(mutex), &attributes, CALL_PC());
	pthread_mutexattr_destroy(&attributes);
	return c11_result(code);
}

INTERPOSED void mtx_destroy(mtx_t *mutex)
{
	if (point_controls() == NULL)
		real.pthread_mutex_destroy(mutex_of(mutex));
	else
		mutex_destroy(mutex_of(mutex), CALL_PC());
}

INTERPOSED int mtx_lock(mtx_t *mutex)
{
	if (point_controls() == NULL)
		return c11_result(real.pthread_mutex_lock(mutex_of(mutex)));
	return c11_result(mutex_lock(mutex_of(mutex), CALL_PC()));
}

INTERPOSED int mtx_trylock(mtx_t *mutex)
{
	if (point_controls() == NULL)
		return c11_result(real.pthread_mutex_trylock(mutex_of(mutex)));
	return c11_result(mutex_trylock(mutex_of(mutex), CALL_PC()));
}

INTERPOSED int mtx_timedlock(mtx_t *restrict mutex,
			     const struct timespec *restrict absolute)
{
	if (point_controls() == NULL)
		return c11_result(
			real.pthread_mutex_timedlock(mutex_of(mutex), absolute));
	return c11_result(
		mutex_timedlock(mutex_of(mutex), CLOCK_REALTIME, absolute, CALL_PC()));
}

INTERPOSED int mtx_unlock(mtx_t *mutex)
{
	if (point_controls() == NULL)
		return c11_result(real.pthread_mutex_unlock(mutex_of(mutex)));
	return c11_result(mutex_unlock(mutex_of(mutex), CALL_PC()));
}

/* -- conditions ---------------------------------------------------------------------------- */

static pthread_cond_t *condition_of(cnd_t *condition)
{
	return (pthread_cond_t *)condition;
}

INTERPOSED int cnd_init(cnd_t *condition)
{
	if (point_controls() == NULL)
		return c11_result(real.pthread_cond_init(condition_of(condition), NULL));
	return c11_result(condition_init(condition_of(condition), NULL, CALL_PC()));
}

INTERPOSED void cnd_destroy(cnd_t *condition)
{
	if (point_controls() == NULL)
		real.pthread_cond_destroy(condition_of(condition));
	else
		condition_destroy(condition_of(condition), CALL_PC());
}

INTERPOSED int cnd_signal(cnd_t *condition)
{
	if (point_controls() == NULL)
		return c11_result(real.pthread_cond_signal(condition_of(condition)));
	return c11_result(condition_signal(condition_of(condition), CALL_PC()));
}

INTERPOSED int cnd_broadcast(cnd_t *condition)
{
	if (point_controls() == NULL)
		return c11_result(real.pthread_cond_broadcast(condition_of(condition)));
	return c11_result(condition_broadcast(condition_of(condition), CALL_PC()));
}

INTERPOSED int cnd_wait(cnd_t *condition, mtx_t *mutex)
{
	if (point_controls() == NULL)
		return c11_result(
			real.pthread_cond_wait(condition_of(condition), mutex_of(mutex)));
	return c11_result(
		condition_wait(condition_of(condition), mutex_of(mutex), CALL_PC()));
}

INTERPOSED int cnd_timedwait(cnd_t *restrict condition, mtx_t *restrict mutex,
			     const struct timespec *restrict absolute)
{
	if (point_controls() == NULL)
		return c11_result(real.pthread_cond_timedwait(condition_of(condition),
							      mutex_of(mutex), absolute));
	return c11_result(condition_timedwait(condition_of(condition), mutex_of(mutex),
					      absolute, CALL_PC()));
}
