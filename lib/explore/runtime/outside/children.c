/* SPDX-License-Identifier: MIT */
/* children - the calls that wait for other processes.
 *
 * Those run in real time and are not controlled; threads that can run go before a thread that
 * waits for them, so that what the threads do is the same in every run.
 */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "descriptors.h"
#include "point.h"
#include "real.h"
#include "system.h"

struct child {
	struct waiting waiting;
	idtype_t kind;
	id_t id;
	int options;
};

/* A child has done what is waited for, or there is none. */
static bool has_news(const struct waiting *waiting)
{
	const struct child *child = (const struct child *)waiting;
	siginfo_t info = {0};

	return system_call(SYS_waitid, child->kind, child->id, &info,
			   child->options | WNOHANG | WNOWAIT, NULL) != 0 ||
	       info.si_pid != 0;
}

/* Waits for the turn of a call; `options` are those of waitid. */
static void turn(idtype_t kind, id_t id, int options, uint64_t pc)
{
	struct child child = {.waiting = {.happened = has_news,
					  .what = "for a child process",
					  .fd = -1,
					  .whence = FROM_CHILDREN},
			      .kind = kind,
			      .id = id,
			      .options = options};

	if (options & WNOHANG)
		descriptors_try(-1, pc);
	else if (descriptors_controlled())
		waiting_turn(&child.waiting, 0, pc);
}

static void asked(int options, bool got_it)
{
	if ((options & WNOHANG) && descriptors_controlled())
		descriptors_asked(got_it, FROM_CHILDREN);
}

static pid_t wait_for(pid_t pid, int *status, int options, struct rusage *usage,
		      uint64_t pc)
{
	idtype_t kind = pid == -1 ? P_ALL : pid > 0 ? P_PID : P_PGID;
	pid_t found;

	turn(kind, (id_t)(pid == -1 ? 0 : pid < 0 ? -pid : pid), options | WEXITED, pc);
	found = RARE(wait4)(pid, status, options, usage);
	asked(options, found != 0);
	return found;
}

INTERPOSED pid_t wait(int *status)
{
	return wait_for(-1, status, 0, NULL, CALL_PC());
}

INTERPOSED pid_t waitpid(pid_t pid, int *status, int options)
{
	return wait_for(pid, status, options, NULL, CALL_PC());
}

INTERPOSED pid_t wait3(int *status, int options, struct rusage *usage)
{
	return wait_for(-1, status, options, usage, CALL_PC());
}

INTERPOSED pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
	return wait_for(pid, status, options, usage, CALL_PC());
}

INTERPOSED int waitid(idtype_t kind, id_t id, siginfo_t *info, int options)
{
	int result;

	turn(kind, id, options, CALL_PC());
	if (info != NULL)
		info->si_pid = 0;
	result = RARE(waitid)(kind, id, info, options);
	asked(options, result != 0 || info == NULL || info->si_pid != 0);
	return result;
}
