/* SPDX-License-Identifier: MIT */
/* forks - the calls that start other processes.
 */
#include <spawn.h>
#include <stdlib.h>
#include <unistd.h>

#include "descriptors.h"
#include "outside.h"
#include "point.h"
#include "process.h"
#include "real.h"
#include "verdict.h"

/* Older headers do not declare it. */
pid_t _Fork(void);

static const struct op_class fork_class = {.kind = OP_FORK};

static void fork_turn(uint64_t pc)
{
	if (!descriptors_controlled())
		return;
	point(&(struct op){.class = &fork_class, .pc = pc});
	outside_starts_child();
}

pid_t process_fork(uint64_t pc)
{
	fork_turn(pc);
	return real.fork();
}

INTERPOSED pid_t fork(void)
{
	return process_fork(CALL_PC());
}

/* That the parent waits for the child's exec is a favour that nobody may rely on. */
INTERPOSED pid_t vfork(void)
{
	return process_fork(CALL_PC());
}

/* It calls no handlers of pthread_atfork. */
INTERPOSED pid_t _Fork(void)
{
	pid_t pid;

	fork_turn(CALL_PC());
	pid = RARE(_Fork)();
	if (pid == 0)
		process_detach();
	return pid;
}

INTERPOSED int system(const char *command)
{
	int status;

	fork_turn(CALL_PC());
	outside_begin();
	status = RARE(system)(command);
	outside_end();
	return status;
}

INTERPOSED FILE *popen(const char *command, const char *mode)
{
	fork_turn(CALL_PC());
	return RARE(popen)(command, mode);
}

INTERPOSED int pclose(FILE *stream)
{
	int status;

	outside_begin();
	status = RARE(pclose)(stream);
	outside_end();
	return status;
}

INTERPOSED int posix_spawn(pid_t *pid, const char *path,
			   const posix_spawn_file_actions_t *actions,
			   const posix_spawnattr_t *attributes, char *const *arguments,
			   char *const *environment)
{
	fork_turn(CALL_PC());
	return RARE(posix_spawn)(pid, path, actions, attributes, arguments, environment);
}

INTERPOSED int posix_spawnp(pid_t *pid, const char *file,
			    const posix_spawn_file_actions_t *actions,
			    const posix_spawnattr_t *attributes, char *const *arguments,
			    char *const *environment)
{
	fork_turn(CALL_PC());
	return RARE(posix_spawnp)(pid, file, actions, attributes, arguments, environment);
}

INTERPOSED int daemon(int keep_directory, int keep_output)
{
	if (point_controls() != NULL)
		verdict_refuse("daemon(), which goes on in another process", CALL_PC(),
			       "run it in the foreground");
	return RARE(daemon)(keep_directory, keep_output);
}
