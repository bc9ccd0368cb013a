/* SPDX-License-Identifier: MIT */
#include "signals.h"

#include <errno.h>
#include <string.h>

#include "crash.h"
#include "pages.h"
#include "point.h"
#include "real.h"
#include "verdict.h"

/* Names of signal() that only old programs use; headers declare some of them. */
real_handler *bsd_signal(int signal, real_handler *handler);
real_handler *__sysv_signal(int signal, real_handler *handler);

enum { STACK_SIZE = 64 << 10, SIGNALS = 65 };

/* What the program wants to happen. */
static struct sigaction wanted[SIGNALS];

/* The crash handlers are in place. */
static bool begun;

static bool owned(int signal)
{
	return begun && crash_owns(signal);
}

bool signals_handled(int signal)
{
	return wanted[signal].sa_handler != SIG_DFL && wanted[signal].sa_handler != SIG_IGN;
}

bool signals_ignored(int signal)
{
	return wanted[signal].sa_handler == SIG_IGN;
}

/* -- handlers ------------------------------------------------------------------------------ */

void signals_handle(int signal, siginfo_t *info, void *context)
{
	struct thread *self = thread_self;
	struct sigaction action = wanted[signal];
	bool before = self != NULL && self->in_handler;

	if (action.sa_flags & (int)SA_RESETHAND)
		wanted[signal].sa_handler = SIG_DFL;
	if (self != NULL)
		self->in_handler = true;
	if (action.sa_flags & SA_SIGINFO)
		action.sa_sigaction(signal, info, context);
	else
		action.sa_handler(signal);
	if (self != NULL)
		self->in_handler = before;
}

/* A crash is to be seen whatever the program blocks. */
static void leave_crashes_open(sigset_t *mask)
{
	for (int signal = 1; signal < SIGNALS; signal++)
		if (crash_owns(signal))
			sigdelset(mask, signal);
}

static int install(int signal, const struct sigaction *action)
{
	struct sigaction ours = *action;

	if (signals_handled(signal)) {
		ours.sa_sigaction = signals_handle;
		ours.sa_flags |= SA_SIGINFO;
		leave_crashes_open(&ours.sa_mask);
	}
	return real.sigaction(signal, &ours, NULL);
}

/* What the program believes to be in place. */
static int current(int signal, struct sigaction *action)
{
	if (!owned(signal) && real.sigaction(signal, NULL, action) != 0)
		return -1;
	if (owned(signal) || action->sa_sigaction == signals_handle)
		*action = wanted[signal];
	return 0;
}

static int change(int signal, const struct sigaction *action, struct sigaction *old)
{
	struct sigaction before;

	if (board == NULL || signal <= 0 || signal >= SIGNALS)
		return real.sigaction(signal, action, old);
	if (current(signal, &before) != 0)
		return -1;
	if (action != NULL) {
		wanted[signal] = *action;
		if (!owned(signal) && install(signal, action) != 0)
			return -1;
	}
	if (old != NULL)
		*old = before;
	return 0;
}

INTERPOSED int sigaction(int signal, const struct sigaction *action, struct sigaction *old)
{
	return change(signal, action, old);
}

/* -- the older calls ----------------------------------------------------------------------- */

static real_handler *set_handler(int signal, real_handler *handler, int flags)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = flags}, old;

	sigemptyset(&action.sa_mask);
	if (!(flags & SA_NODEFER))
		sigaddset(&action.sa_mask, signal);
	return change(signal, &action, &old) == 0 ? old.sa_handler : SIG_ERR;
}

INTERPOSED real_handler *signal(int signal, real_handler *handler)
{
	return set_handler(signal, handler, SA_RESTART);
}

INTERPOSED real_handler *bsd_signal(int signal, real_handler *handler)
{
	return set_handler(signal, handler, SA_RESTART);
}

INTERPOSED real_handler *__sysv_signal(int signal, real_handler *handler)
{
	return set_handler(signal, handler, (int)SA_RESETHAND | SA_NODEFER);
}

/* SIG_HOLD blocks the signal instead of changing what it does. */
INTERPOSED real_handler *sigset(int signal, real_handler *handler)
{
	sigset_t mask, before;
	real_handler *old;

	sigemptyset(&mask);
	sigaddset(&mask, signal);
	if (handler == SIG_HOLD) {
		struct sigaction now;

		sigprocmask(SIG_BLOCK, &mask, &before);
		old = current(signal, &now) == 0 ? now.sa_handler : SIG_ERR;
	} else {
		old = set_handler(signal, handler, 0);
		sigprocmask(SIG_UNBLOCK, &mask, &before);
	}
	return sigismember(&before, signal) == 1 ? SIG_HOLD : old;
}

/* -- masks --------------------------------------------------------------------------------- */

typedef int change_mask(int how, const sigset_t *mask, sigset_t *old);

static int set_mask(change_mask *really, int how, const sigset_t *mask, sigset_t *old)
{
	sigset_t allowed;

	if (point_controls() == NULL || mask == NULL || how == SIG_UNBLOCK)
		return really(how, mask, old);
	allowed = *mask;
	leave_crashes_open(&allowed);
	return really(how, &allowed, old);
}

INTERPOSED int sigprocmask(int how, const sigset_t *mask, sigset_t *old)
{
	return set_mask(RARE(sigprocmask), how, mask, old);
}

INTERPOSED int pthread_sigmask(int how, const sigset_t *mask, sigset_t *old)
{
	return set_mask(RARE(pthread_sigmask), how, mask, old);
}

/* -- beginning and end --------------------------------------------------------------------- */

void signals_begin(void)
{
	struct sigaction ours = {.sa_sigaction = crash_handle,
				 .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};

	sigemptyset(&ours.sa_mask);
	for (int signal = 1; signal < SIGNALS; signal++) {
		if (!crash_owns(signal))
			continue;
		real.sigaction(signal, NULL, &wanted[signal]);
		real.sigaction(signal, &ours, NULL);
	}
	begun = true;
}

/* Each slot has a stack of its own, so that an overflow of the thread's can be reported. */
void signals_begin_thread(struct thread *thread)
{
	static char *stacks;
	stack_t stack = {.ss_size = STACK_SIZE};

	if (stacks == NULL)
		stacks = pages_reserve((uint64_t)STACK_SIZE * MAX_THREADS);
	if (stacks == NULL)
		return;
	stack.ss_sp = stacks + (size_t)STACK_SIZE * thread->slot;
	sigaltstack(&stack, NULL);
}

void signals_give_back(int signal)
{
	real.sigaction(signal, &wanted[signal], NULL);
}
