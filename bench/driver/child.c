/* SPDX-License-Identifier: MIT */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "interrupt.h"

static void set_variables(const char *variables)
{
	char text[512], *rest = text, *word, *value;

	snprintf(text, sizeof text, "%s", variables);
	while ((word = strsep(&rest, " "))) {
		value = strchr(word, '=');
		if (!value)
			continue;
		*value = '\0';
		setenv(word, value + 1, 1);
	}
}

/* In the child.  Only when the program cannot be started does it say so, into failed. */
static void become(char *const *argv, const char *variables, int in, int out, int log,
		   int failed, pid_t parent)
{
	int nowhere = open("/dev/null", O_WRONLY);
	int error;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	unsetenv("HEDDLE_BENCH_SLOWDOWN");
	set_variables(variables);
	interrupt_restore();
	if (dup2(in, 0) >= 0 && dup2(out, 1) >= 0 &&
	    dup2(log >= 0 ? log : nowhere, 2) >= 0)
		execvp(*argv, argv);
	error = errno;
	if (write(failed, &error, sizeof error) < 0)
		_exit(126);
	_exit(127);
}

static void close_pair(int *fds)
{
	close(fds[0]);
	close(fds[1]);
}

static bool no_pipes(struct child *child)
{
	snprintf(child->why, sizeof child->why, "no pipe: %s", strerror(errno));
	return false;
}

/* Whether exec went well: the pipe is closed by it, or brings the error. */
static bool executed(struct child *child, const char *program, int failed)
{
	int error;
	ssize_t got;

	do
		got = read(failed, &error, sizeof error);
	while (got < 0 && errno == EINTR);
	if (got != sizeof error)
		return true;
	waitpid(child->pid, NULL, 0);
	child->pid = 0;
	snprintf(child->why, sizeof child->why, "%s cannot be started: %s", program,
		 strerror(error));
	return false;
}

bool child_start(struct child *child, char *const *argv, const char *variables, int log)
{
	int in[2], out[2], failed[2];
	pid_t parent = getpid();
	bool well;

	*child = (struct child){.in = -1, .out = -1};
	if (pipe2(in, O_CLOEXEC))
		return no_pipes(child);
	if (pipe2(out, O_CLOEXEC)) {
		close_pair(in);
		return no_pipes(child);
	}
	if (pipe2(failed, O_CLOEXEC)) {
		close_pair(in);
		close_pair(out);
		return no_pipes(child);
	}
	child->pid = fork();
	if (child->pid == 0)
		become(argv, variables, in[0], out[1], log, failed[1], parent);
	close(in[0]);
	close(out[1]);
	close(failed[1]);
	child->in = in[1];
	child->out = out[0];
	if (child->pid < 0) {
		child->pid = 0;
		snprintf(child->why, sizeof child->why, "no process: %s",
			 strerror(errno));
		well = false;
	} else {
		setpgid(child->pid, child->pid);
		well = executed(child, *argv, failed[0]);
	}
	close(failed[0]);
	return well;
}
