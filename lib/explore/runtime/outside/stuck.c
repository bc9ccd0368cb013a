/* SPDX-License-Identifier: MIT */
#include "stuck.h"

#include <signal.h>

#include "place.h"
#include "system.h"
#include "thread.h"
#include "verdict.h"
#include "waiting.h"

/* The command's, to ask where a run is. */
static int question(void)
{
	return SIGRTMAX - 1;
}

/* SIGXCPU comes when a limit on processor time (ulimit -S -t) is reached, and nobody who has a
 * scheduling point every now and then reaches one. */
bool stuck_signalled(int signal)
{
	return signal == question() || signal == SIGXCPU;
}

static struct thread *running(void)
{
	for (unsigned i = 0; i < threads_live_count; i++)
		if (threads_live[i]->state == THREAD_RUNNING)
			return threads_live[i];
	return NULL;
}

/* The signal reaches any thread; the one that has the token is to answer. */
void stuck_say_where(const void *context)
{
	const struct thread *thread = running();

	if (thread != NULL && thread != thread_self) {
		system_call(SYS_tgkill, system_call(SYS_getpid), thread->kernel_id,
			    question());
		return;
	}
	if (board->report.outside != 0)
		return;
	if (thread_self != NULL)
		thread_self->in_handler = true;
	waiting_refuse_strangers();
	verdict_refuse(
		"a loop or a blocking call without any scheduling point",
		place_in_program(place_interrupted(context)),
		board->report.instrumented
			? "if it only takes long, give it more --timeout"
			: "build the program with explore-cc, which sees every access");
}
