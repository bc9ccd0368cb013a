/* SPDX-License-Identifier: MIT */
/* machine - a run sees the same machine wherever it runs: four processors.
 *
 * In truth all of its threads share one, and stay there: a thread that asks for another is
 * told that it has it.
 */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/sysinfo.h>

#include "point.h"
#include "real.h"

enum { PROCESSORS = 4 };

typedef long sysconf_function(int);
typedef int count_function(void);
typedef int affinity_function(pid_t, size_t, cpu_set_t *);
typedef int set_affinity_function(pid_t, size_t, const cpu_set_t *);
typedef int thread_affinity_function(pthread_t, size_t, cpu_set_t *);
typedef int set_thread_affinity_function(pthread_t, size_t, const cpu_set_t *);

/* Looks the real function up when it is first needed. */
#define REALLY(type, name)                                                               \
	static type *really;                                                             \
	if (really == NULL)                                                              \
	*(void **)&really = real_next(#name)

INTERPOSED long sysconf(int name)
{
	REALLY(sysconf_function, sysconf);
	if (point_controls() != NULL &&
	    (name == _SC_NPROCESSORS_ONLN || name == _SC_NPROCESSORS_CONF))
		return PROCESSORS;
	return really(name);
}

INTERPOSED int get_nprocs(void)
{
	REALLY(count_function, get_nprocs);
	return point_controls() != NULL ? PROCESSORS : really();
}

INTERPOSED int get_nprocs_conf(void)
{
	REALLY(count_function, get_nprocs_conf);
	return point_controls() != NULL ? PROCESSORS : really();
}

static int four(size_t size, cpu_set_t *set)
{
	if (size == 0)
		return EINVAL;
	memset(set, 0, size);
	for (unsigned i = 0; i < PROCESSORS; i++)
		CPU_SET_S(i, size, set);
	return 0;
}

INTERPOSED int sched_getaffinity(pid_t process, size_t size, cpu_set_t *set)
{
	REALLY(affinity_function, sched_getaffinity);
	if (point_controls() == NULL)
		return really(process, size, set);
	errno = four(size, set);
	return errno == 0 ? 0 : -1;
}

INTERPOSED int pthread_getaffinity_np(pthread_t thread, size_t size, cpu_set_t *set)
{
	REALLY(thread_affinity_function, pthread_getaffinity_np);
	return point_controls() != NULL ? four(size, set) : really(thread, size, set);
}

INTERPOSED int sched_setaffinity(pid_t process, size_t size, const cpu_set_t *set)
{
	REALLY(set_affinity_function, sched_setaffinity);
	return point_controls() != NULL ? 0 : really(process, size, set);
}

INTERPOSED int pthread_setaffinity_np(pthread_t thread, size_t size, const cpu_set_t *set)
{
	REALLY(set_thread_affinity_function, pthread_setaffinity_np);
	return point_controls() != NULL ? 0 : really(thread, size, set);
}
