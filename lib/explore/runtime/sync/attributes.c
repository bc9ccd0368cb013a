/* SPDX-License-Identifier: MIT */
/* attributes - what an attribute may ask that cannot be controlled: to be shared by processes.
 */
#include "call.h"
#include "real.h"

INTERPOSED int pthread_mutexattr_setpshared(pthread_mutexattr_t *attributes, int shared)
{
	if (point_controls() != NULL)
		call_refuse_shared(shared, "a process-shared mutex", CALL_PC());
	return real.pthread_mutexattr_setpshared(attributes, shared);
}

INTERPOSED int pthread_condattr_setpshared(pthread_condattr_t *attributes, int shared)
{
	if (point_controls() != NULL)
		call_refuse_shared(shared, "a process-shared condition", CALL_PC());
	return real.pthread_condattr_setpshared(attributes, shared);
}

INTERPOSED int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attributes, int shared)
{
	if (point_controls() != NULL)
		call_refuse_shared(shared, "a process-shared rwlock", CALL_PC());
	return real.pthread_rwlockattr_setpshared(attributes, shared);
}

INTERPOSED int pthread_barrierattr_setpshared(pthread_barrierattr_t *attributes,
					      int shared)
{
	if (point_controls() != NULL)
		call_refuse_shared(shared, "a process-shared barrier", CALL_PC());
	return real.pthread_barrierattr_setpshared(attributes, shared);
}
