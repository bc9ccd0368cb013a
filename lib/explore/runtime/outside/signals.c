/* SPDX-License-Identifier: MIT */
#include "signals.h"

#include "crash.h"
#include "pages.h"
#include "point.h"
#include "real.h"
#include "system.h"
#include "verdict.h"

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
	return wanted[signal].sa_handler != SIG_DFL &&
	       wanted[signal].sa_handler != SIG_IGN;
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

void signals_leave_crashes_open(sigset_t *mask)
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
		signals_leave_crashes_open(&ours.sa_mask);
	}
	return real.sigaction(signal, &ours, NULL);
}

int signals_current(int signal, struct sigaction *action)
{
	if (!owned(signal) && real.sigaction(signal, NULL, action) != 0)
		return -1;
	if (owned(signal) || action->sa_sigaction == signals_handle)
		*action = wanted[signal];
	return 0;
}

int signals_change(int signal, const struct sigaction *action, struct sigaction *old)
{
	struct sigaction before;

	if (board == NULL || signal <= 0 || signal >= SIGNALS)
		return real.sigaction(signal, action, old);
	if (signals_current(signal, &before) != 0)
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
	system_call(SYS_sigaltstack, &stack, NULL);
}

void signals_give_back(int signal)
{
	real.sigaction(signal, &wanted[signal], NULL);
}
