/* SPDX-License-Identifier: MIT */
/* signal_calls - the calls by which a program says what signals are to do.
 */
#include "point.h"
#include "real.h"
#include "signals.h"

/* Names of signal() that only old programs use; headers declare some of them. */
real_handler *bsd_signal(int signal, real_handler *handler);
real_handler *__sysv_signal(int signal, real_handler *handler);

INTERPOSED int sigaction(int signal, const struct sigaction *action,
			 struct sigaction *old)
{
	return signals_change(signal, action, old);
}

/* -- the older calls ----------------------------------------------------------------------- */

static real_handler *set_handler(int signal, real_handler *handler, int flags)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = flags}, old;

	sigemptyset(&action.sa_mask);
	if (!(flags & SA_NODEFER))
		sigaddset(&action.sa_mask, signal);
	return signals_change(signal, &action, &old) == 0 ? old.sa_handler : SIG_ERR;
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
		old = signals_current(signal, &now) == 0 ? now.sa_handler : SIG_ERR;
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
	signals_leave_crashes_open(&allowed);
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

/* -- stacks -------------------------------------------------------------------------------- */

/* A program's own stack for handlers may be too small for the runtime's: it is remembered, and
 * its handlers run on ours. */
INTERPOSED int sigaltstack(const stack_t *stack, stack_t *old)
{
	static __thread stack_t asked = {.ss_flags = SS_DISABLE};

	if (point_controls() == NULL)
		return RARE(sigaltstack)(stack, old);
	if (old != NULL)
		*old = asked;
	if (stack != NULL)
		asked = *stack;
	return 0;
}
