/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "heap.h"
#include "point.h"
#include "real.h"
#include "system.h"
#include "verdict.h"

struct board *board;

static bool ending;

struct text text_in(char *memory, size_t size)
{
	memory[0] = '\0';
	return (struct text){memory, size};
}

void text_add(struct text *text, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(text->next, text->left, format, arguments);
	va_end(arguments);
	if (length < 0 || text->left == 0)
		return;
	if ((size_t)length >= text->left)
		length = (int)text->left - 1;
	text->next += length;
	text->left -= (size_t)length;
}

static void event_of(struct event *event, const struct thread *thread)
{
	const struct op *op = &thread->op;

	event->kind = (uint8_t)op->class->kind;
	event->address = op->address;
	event->second = op->second_address;
	event->pc = op->pc;
	event->size = op->size;
	event->flags = op->flags;
	if (op->deadline != 0 && board->order.adversarial)
		event->flags |= EVENT_EARLY;
	event->step = thread->steps;
	event->thread = (uint16_t)thread->number;
}

static void describe(const struct thread *thread)
{
	struct thread_report *report = &board->report.thread[thread->number];
	struct text waits = text_in(report->waits, sizeof report->waits);

	report->start = (uint64_t)thread->start;
	report->created_at = thread->created_at;
	report->created_by = thread->created_by;
	report->steps = thread->steps;
	report->state = (uint8_t)thread->state;
	report->joined = thread->joined;
	report->detached = thread->detached;
	memcpy(report->name, thread->name, sizeof report->name);
	if (thread->state != THREAD_PENDING || thread->op.class == NULL)
		return;
	event_of(&report->pending, thread);
	report->could_run =
		thread->op.class->ready == NULL || thread->op.class->ready(thread);
	if (!report->could_run && thread->op.class->explain != NULL)
		thread->op.class->explain(thread, &waits);
}

void verdict_describe_threads(void)
{
	for (uint32_t i = 0; i < threads_count && i < MAX_REPORTED; i++)
		describe(thread_numbered(i));
}

static void show_stacks(void)
{
	for (unsigned i = 0; i < threads_live_count; i++)
		if (threads_live[i] == thread_self ||
		    (threads_live[i]->state == THREAD_PENDING &&
		     threads_live[i]->op.class->kind != OP_START))
			thread_ask_for_stack(threads_live[i]);
}

static void close_report(enum verdict verdict, int status)
{
	board->report.verdict = verdict;
	board->report.status = status;
	board->report.threads = threads_count;
	board->report.steps = point_steps;
	board->report.time = clock_now;
	board->report.finished = 1;
}

/* What the program has printed so far goes out; the process ends without another word. */
static void leave(int status)
{
	struct thread *self = thread_self;

	thread_self = NULL;
	if (self == NULL || !self->in_handler)
		real.fflush(NULL);
	system_call(SYS_exit_group, status);
	__builtin_unreachable();
}

static void end_early(enum verdict verdict, int status)
{
	if (ending)
		system_call(SYS_exit_group, 1);
	ending = true;
	verdict_describe_threads();
	if (board->order.want_frames && thread_self != NULL &&
	    verdict != VERDICT_REDUNDANT)
		show_stacks();
	heap_describe();
	close_report(verdict, status);
	leave(1);
}

void verdict_fail(enum verdict verdict, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(board->report.text, sizeof board->report.text, format, arguments);
	va_end(arguments);
	end_early(verdict, 1);
	__builtin_unreachable();
}

void verdict_crashed(int signal)
{
	end_early(board->report.verdict, signal);
	__builtin_unreachable();
}

void verdict_refuse(const char *construct, uint64_t pc, const char *remedy)
{
	struct text text = text_in(board->report.where, sizeof board->report.where);

	text_add(&text, "%s", construct);
	if (pc != 0)
		text_add(&text, " at <@%lx>", pc);
	if (remedy != NULL)
		text_add(&text, ": %s", remedy);
	end_early(VERDICT_UNCONTROLLED, 2);
	__builtin_unreachable();
}

/* A thread that nobody joined nor detached, when main has come to its end: its work may be
 * cut off, and its memory is not given back. */
static unsigned leaked_threads(uint32_t *first)
{
	unsigned n = 0;

	for (uint32_t i = 1; i < threads_count; i++) {
		const struct thread *thread = thread_numbered(i);

		if (thread->joined || thread->detached)
			continue;
		if (n++ == 0)
			*first = i;
	}
	return n;
}

static void check_leaks(void)
{
	uint32_t first = 0;
	const struct thread *thread;

	/* main that ends with pthread_exit lets the others go on, and means it. */
	if (thread_self == NULL || thread_self->number != 0 ||
	    board->order.leaks_matter == 0)
		return;
	board->report.leaked = leaked_threads(&first);
	if (board->report.leaked == 0 || board->order.leaks_matter == 1)
		return;
	thread = thread_numbered(first);
	verdict_fail(VERDICT_LEAKED_THREAD,
		     "main has ended, and nobody joined or detached <#%u>, created at "
		     "<@%lx>%s",
		     first, thread->created_at,
		     thread->state == THREAD_ENDED ? "" : ", which had not ended");
}

void verdict_ended(int status)
{
	status &= 0xff; /* as a parent sees it */
	if (status != 0 && board->order.status_matters) {
		snprintf(board->report.text, sizeof board->report.text, "%d", status);
		end_early(VERDICT_EXIT_STATUS, status);
	}
	check_leaks();
	verdict_describe_threads();
	if (board->report.races > 0)
		heap_describe();
	close_report(VERDICT_PASSED, status);
	leave(status);
	__builtin_unreachable();
}
