/* SPDX-License-Identifier: MIT */
#include "identity.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>

#include "point.h"
#include "real.h"
#include "system.h"

/* What the process is called; its threads follow in the order of their creation. */
enum { PROCESS = 100000 };

/* The real number of the explored process; 0 in others but its children. */
static pid_t explored;

static pid_t really_self(void)
{
	return (pid_t)system_call(SYS_getpid);
}

void identity_begin(void)
{
	explored = really_self();
}

pid_t identity_process(void)
{
	pid_t self = really_self();

	return self == explored ? PROCESS : self;
}

pid_t identity_thread(void)
{
	const struct thread *self = point_controls();

	return self != NULL ? PROCESS + (pid_t)self->number
			    : (pid_t)system_call(SYS_gettid);
}

pid_t identity_real_process(pid_t number)
{
	return number == PROCESS && explored != 0 ? explored : number;
}

bool identity_is_self(pid_t number)
{
	return point_controls() != NULL && number == identity_thread();
}

INTERPOSED pid_t getpid(void)
{
	return identity_process();
}

INTERPOSED pid_t getppid(void)
{
	pid_t parent = (pid_t)system_call(SYS_getppid);

	return explored != 0 && parent == explored ? PROCESS : parent;
}

INTERPOSED pid_t gettid(void)
{
	return identity_thread();
}

/* -- calls that take a number -------------------------------------------------------------- */

static int answer(long result)
{
	if (result >= 0)
		return (int)result;
	errno = (int)-result;
	return -1;
}

static bool blocked(int signal)
{
	uint64_t mask = 0;

	system_call(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &mask, sizeof mask);
	return signal > 0 && (mask >> (signal - 1) & 1) != 0;
}

/* A signal for the whole process may go to any thread that does not block it: to the one that
 * sends it, if that is one. */
INTERPOSED int kill(pid_t process, int signal)
{
	pid_t to = identity_real_process(process);

	if (point_controls() != NULL && to == explored && !blocked(signal))
		return answer(
			system_call(SYS_tgkill, to, system_call(SYS_gettid), signal));
	return answer(system_call(SYS_kill, to, signal));
}

/* Threads are called processes by these; of the explored one's, each only changes itself. */
static id_t itself(pid_t number)
{
	bool own = point_controls() != NULL && number >= PROCESS &&
		   (uint32_t)(number - PROCESS) < threads_count;

	return own ? 0 : (id_t)number;
}

INTERPOSED pid_t getpgid(pid_t process)
{
	return RARE(getpgid)(identity_real_process(process));
}

INTERPOSED pid_t getsid(pid_t process)
{
	return RARE(getsid)(identity_real_process(process));
}

INTERPOSED int setpgid(pid_t process, pid_t group)
{
	return RARE(setpgid)(identity_real_process(process),
			     identity_real_process(group));
}

INTERPOSED int sched_setscheduler(pid_t thread, int policy, const struct sched_param *to)
{
	return RARE(sched_setscheduler)((pid_t)itself(thread), policy, to);
}

INTERPOSED int sched_getscheduler(pid_t thread)
{
	return RARE(sched_getscheduler)((pid_t)itself(thread));
}

INTERPOSED int sched_setparam(pid_t thread, const struct sched_param *to)
{
	return RARE(sched_setparam)((pid_t)itself(thread), to);
}

INTERPOSED int sched_getparam(pid_t thread, struct sched_param *parameters)
{
	return RARE(sched_getparam)((pid_t)itself(thread), parameters);
}

INTERPOSED int getpriority(__priority_which_t which, id_t who)
{
	return RARE(getpriority)(which, which == PRIO_PROCESS ? itself((pid_t)who) : who);
}

INTERPOSED int setpriority(__priority_which_t which, id_t who, int priority)
{
	return RARE(setpriority)(which, which == PRIO_PROCESS ? itself((pid_t)who) : who,
				 priority);
}
