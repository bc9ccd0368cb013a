/* SPDX-License-Identifier: MIT */
#include "crash.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "point.h"
#include "real.h"
#include "signals.h"
#include "stuck.h"
#include "system.h"
#include "verdict.h"

enum { NULL_PAGES = 1 << 16, STACK_REACH = 1 << 17 };

static const struct {
	int signal;
	const char *name;
} crashes[] = {
	{SIGSEGV, "segmentation fault (SIGSEGV)"},
	{SIGBUS, "bus error (SIGBUS)"},
	{SIGFPE, "arithmetic error (SIGFPE)"},
	{SIGILL, "illegal instruction (SIGILL)"},
	{SIGABRT, "aborted (SIGABRT)"},
	{SIGTRAP, "trap (SIGTRAP)"},
	{SIGSYS, "bad system call (SIGSYS)"},
};

enum { CRASHES = sizeof crashes / sizeof crashes[0] };

bool crash_owns(int signal)
{
	for (unsigned i = 0; i < CRASHES; i++)
		if (crashes[i].signal == signal)
			return true;
	return stuck_signalled(signal);
}

/* -- the report ---------------------------------------------------------------------------- */

static struct text begin_report(const char *what)
{
	struct text text = text_in(board->report.text, sizeof board->report.text);

	board->report.verdict = VERDICT_CRASH;
	if (thread_self != NULL)
		text_add(&text, "<#%u> %s", thread_self->number, what);
	else
		text_add(&text, "a thread %s", what);
	return text;
}

/* What the C library said before it aborted, such as "free(): invalid pointer". */
static void add_last_words(struct text *text)
{
	struct words {
		unsigned size;
		char text[];
	};
	struct words **words = NULL;

	*(void **)&words = dlvsym(RTLD_DEFAULT, "__abort_msg", "GLIBC_PRIVATE");
	if (words != NULL && *words != NULL)
		text_add(text, ": %.*s", (int)strcspn((*words)->text, "\n"),
			 (*words)->text);
}

static void add_address(struct text *text, const siginfo_t *info, const void *context)
{
	uint64_t address = (uint64_t)info->si_addr, stack = place_stack(context);

	if (address - stack + STACK_REACH < 2 * STACK_REACH)
		text_add(text, ": its stack has overflowed");
	else if (info->si_code == SI_KERNEL)
		text_add(text, ", on an address that no program can have");
	else if (address < NULL_PAGES)
		text_add(text, ", on address %#lx: a null pointer", address);
	else
		text_add(text, ", on address %#lx, <&%lx>", address, address);
}

static void add_cause(struct text *text, int signal, const siginfo_t *info,
		      const void *context)
{
	if (signal == SIGABRT)
		add_last_words(text);
	else if (info->si_code <= 0)
		text_add(text, ", a signal that the program sent");
	else if (signal == SIGFPE && info->si_code == FPE_INTDIV)
		text_add(text, ": an integer is divided by zero");
	else if (signal == SIGSEGV || signal == SIGBUS)
		add_address(text, info, context);
}

static const char *name_of(int signal)
{
	for (unsigned i = 0; i < CRASHES; i++)
		if (crashes[i].signal == signal)
			return crashes[i].name;
	return "a signal";
}

static void describe(int signal, const siginfo_t *info, const void *context,
		     uint64_t place)
{
	struct text text = begin_report("crashed");

	text_add(&text, " at <@%lx>: %s", place, name_of(signal));
	add_cause(&text, signal, info, context);
}

static void end_with_what_there_is(int signal)
{
	board->report.status = signal;
	board->report.threads = threads_count;
	board->report.steps = point_steps;
	board->report.finished = 1;
	system_call(SYS_exit_group, 1);
}

/* To look for the place in the program is to walk over a stack that may be broken: if that
 * crashes too, what was found until then has to do. */
static void report(int signal, const siginfo_t *info, const void *context)
{
	static int reporting;
	uint64_t pc = place_interrupted(context);

	if (reporting != 0)
		end_with_what_there_is(reporting);
	reporting = signal;
	describe(signal, info, context, pc);
	verdict_describe_threads();
	describe(signal, info, context, place_in_program(pc));
	/* It may have been interrupted in the middle of printing. */
	if (thread_self != NULL)
		thread_self->in_handler = true;
	verdict_crashed(signal);
}

void crash_aborted(uint64_t pc)
{
	struct text text = begin_report("called abort");

	text_add(&text, " at <@%lx>", place_in_program(pc));
	verdict_crashed(SIGABRT);
}

/* -- the handler --------------------------------------------------------------------------- */

/* As if the handler had never been there: what faulted does so again. */
static void step_aside(int signal, const siginfo_t *info)
{
	signals_give_back(signal);
	if (info->si_code <= 0)
		system_call(SYS_tgkill, system_call(SYS_getpid), system_call(SYS_gettid),
			    signal);
}

void crash_handle(int signal, siginfo_t *info, void *context)
{
	if (board == NULL)
		step_aside(signal, info);
	else if (stuck_signalled(signal))
		stuck_say_where(context);
	else if (signals_handled(signal))
		signals_handle(signal, info, context);
	else if (!signals_ignored(signal) || info->si_code > 0)
		report(signal, info, context);
}
