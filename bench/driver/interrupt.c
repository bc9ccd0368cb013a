/* SPDX-License-Identifier: MIT */
#include "interrupt.h"

#include <math.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

static volatile sig_atomic_t came;
static sigset_t original;

static void note(int signal)
{
	(void)signal;
	came = 1;
}

void interrupt_install(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = note};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		sigaddset(&set, signals[i]);
		sigaction(signals[i], &action, NULL);
	}
	sigprocmask(SIG_BLOCK, &set, &original);
	signal(SIGPIPE, SIG_IGN);
}

bool interrupted(void)
{
	return came;
}

int interrupt_poll(struct pollfd *fds, nfds_t count, double seconds)
{
	struct timespec limit;

	limit.tv_sec = (time_t)seconds;
	limit.tv_nsec = (long)(fmod(seconds, 1) * 1e9);
	return ppoll(fds, count, &limit, &original);
}

/* exec itself gives handlers back to the default, but not what is ignored or blocked. */
void interrupt_restore(void)
{
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &original, NULL);
}
