/* SPDX-License-Identifier: MIT */
/* child_talk - speaking with a child, and its end. */
#include "child.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "interrupt.h"

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* -- its end ---------------------------------------------------------------------------------- */

/* status is that of waitpid. */
static void explain(struct child *child, int status)
{
	if (WIFSIGNALED(status))
		snprintf(child->why, sizeof child->why, "it crashed: %s",
			 strsignal(WTERMSIG(status)));
	else
		snprintf(child->why, sizeof child->why, "it ended by itself, status %d",
			 WEXITSTATUS(status));
}

/* After the end of its output: it is ending, or has closed its output for no good reason.
 * Its group goes before it is reaped, while its number cannot be anybody else's yet. */
static void gone(struct child *child)
{
	siginfo_t info = {0};
	int status;

	for (int i = 0; i < 100 && !info.si_pid; i++) {
		waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT);
		if (!info.si_pid)
			interrupt_poll(NULL, 0, 0.01);
	}
	kill(-child->pid, SIGKILL);
	if (waitpid(child->pid, &status, 0) == child->pid && info.si_pid)
		explain(child, status);
	else
		snprintf(child->why, sizeof child->why, "it closed its output");
	child->pid = 0;
}

void child_kill(struct child *child, const char *why)
{
	if (!child->pid)
		return;
	kill(-child->pid, SIGKILL);
	waitpid(child->pid, NULL, 0);
	child->pid = 0;
	snprintf(child->why, sizeof child->why, "%s", why);
}

void child_end(struct child *child, double limit)
{
	double end = now() + (interrupted() ? 0.1 : limit);

	child_continue(child);
	if (child->in >= 0)
		close(child->in);
	child->in = -1;
	while (child->pid && child_hear(child, end - now()))
		continue;
	child_kill(child, "it was ended");
	if (child->out >= 0)
		close(child->out);
	child->out = -1;
}

/* Returns when it has stopped, or has ended instead: a signal takes its time to arrive. */
void child_stop(struct child *child)
{
	siginfo_t info = {0};

	if (!child->pid || kill(-child->pid, SIGSTOP))
		return;
	waitid(P_PID, (id_t)child->pid, &info, WSTOPPED | WEXITED | WNOWAIT);
	if (info.si_code == CLD_STOPPED)
		waitid(P_PID, (id_t)child->pid, &info, WSTOPPED | WNOHANG);
}

void child_continue(struct child *child)
{
	if (child->pid)
		kill(-child->pid, SIGCONT);
}

/* -- lines ------------------------------------------------------------------------------------ */

bool child_say(struct child *child, const char *line)
{
	char text[1024];
	int length = snprintf(text, sizeof text, "%s\n", line);

	if (!child->pid)
		return false;
	if (length >= (int)sizeof text) {
		child_kill(child, "an order to it was too long");
		return false;
	}
	if (write(child->in, text, (size_t)length) == length)
		return true;
	gone(child);
	return false;
}

/* What is there of a line that is still to be completed goes to the buffer's beginning. */
static bool make_room(struct child *child)
{
	memmove(child->buffer, child->buffer + child->taken, child->used - child->taken);
	child->used -= child->taken;
	child->taken = 0;
	return child->used < sizeof child->buffer;
}

/* Reads on, until end at most. */
static bool hear_more(struct child *child, double limit, double end)
{
	struct pollfd readable = {child->out, POLLIN, 0};
	double left = end - now();
	char why[64];
	ssize_t got;
	int ready;

	ready = interrupt_poll(&readable, 1, left > 0 ? left : 0);
	if (interrupted() && ready <= 0) {
		child_kill(child, "interrupted");
		return false;
	}
	if (ready == 0) {
		snprintf(why, sizeof why, "no answer within %.1f s", limit);
		child_kill(child, why);
		return false;
	}
	if (ready < 0)
		return errno == EINTR;
	got = read(child->out, child->buffer + child->used,
		   sizeof child->buffer - child->used);
	if (got <= 0) {
		gone(child);
		return false;
	}
	child->used += (size_t)got;
	return true;
}

char *child_hear(struct child *child, double limit)
{
	double end = now() + limit;

	while (child->pid) {
		char *line = child->buffer + child->taken;
		char *newline = memchr(line, '\n', child->used - child->taken);

		if (newline) {
			*newline = '\0';
			child->taken = (size_t)(newline + 1 - child->buffer);
			return line;
		}
		if (!make_room(child))
			child_kill(child, "it said a line that is too long");
		else if (!hear_more(child, limit, end))
			return NULL;
	}
	return NULL;
}
