/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lanes.h"
#include "replay.h"
#include "words.h"

enum { PAGE_WIDTH = 100, OUTPUT_LINES = 12 };

/* -- verdicts ------------------------------------------------------------------------------ */

static const struct {
	const char *name;
	bool fails;
	bool waits; /* nobody goes on: the report says who waits for what */
	bool stack; /* ... and where the thread was that failed */
} verdicts[VERDICTS] = {
	[VERDICT_PASSED] = {"passed", false, false, false},
	[VERDICT_DEADLOCK] = {"deadlock", true, true, false},
	[VERDICT_LOST_WAKEUP] = {"lost wake-up", true, true, false},
	[VERDICT_LIVELOCK] = {"livelock", true, true, false},
	[VERDICT_RACE] = {"data race", true, false, true},
	[VERDICT_MISUSE] = {"misuse", true, false, true},
	[VERDICT_LEAKED_THREAD] = {"leaked thread", true, false, false},
	[VERDICT_USE_AFTER_FREE] = {"use after free", true, false, true},
	[VERDICT_DOUBLE_FREE] = {"double free", true, false, true},
	[VERDICT_ASSERTION] = {"assertion", true, false, true},
	[VERDICT_CRASH] = {"crash", true, false, true},
	[VERDICT_EXIT_STATUS] = {"exit status", true, false, false},
	[VERDICT_OUTPUT] = {"unexpected output", true, false, false},
	[VERDICT_REDUNDANT] = {"nothing new", false, false, false},
	[VERDICT_UNCONTROLLED] = {"not controlled", false, false, false},
};

const char *verdict_name(enum verdict verdict)
{
	return (unsigned)verdict < VERDICTS ? verdicts[verdict].name : "unknown";
}

bool verdict_fails(enum verdict verdict)
{
	return (unsigned)verdict < VERDICTS && verdicts[verdict].fails;
}

bool verdict_stands_still(enum verdict verdict)
{
	return (unsigned)verdict < VERDICTS && verdicts[verdict].waits;
}

/* -- what is wrong ------------------------------------------------------------------------- */

static void headline(FILE *out, struct texts *texts, const struct report *report,
		     bool colour)
{
	const char *text = texts_expand(texts, report->text);

	fprintf(out, "%sexplore: %s%s%s%s\n", colour ? "\033[1;31m" : "",
		verdict_name(report->verdict), colour ? "\033[0m" : "",
		*text != '\0' ? ": " : "", text);
}

/* The widest name of a thread of which something is said. */
static int names_width(struct texts *texts, const struct report *report, unsigned threads)
{
	size_t width = 0;

	for (unsigned i = 0; i < threads; i++) {
		size_t own = words_width(texts_thread(texts, i));

		if (report->thread[i].state == THREAD_PENDING ||
		    report->thread[i].state == THREAD_RUNNING)
			width = own > width ? own : width;
	}
	return (int)width;
}

/* A stack, which begins at a column and goes on there in the next line where it gets long. */
static void print_stack(FILE *out, const char *stack, size_t column)
{
	size_t at = column;

	while (*stack != '\0') {
		const char *next = strstr(stack, " < ");
		size_t length = next != NULL ? (size_t)(next - stack) : strlen(stack);

		if (at > column && at + length + 3 > PAGE_WIDTH) {
			fprintf(out, "\n%*s", (int)column, "");
			at = column;
		}
		fprintf(out, "%s%.*s", at > column ? " " : "", (int)length, stack);
		at += length + 1;
		stack += length;
		if (*stack != '\0') {
			fputs(" <", out);
			at += 2;
			stack += 3;
		}
	}
	fputc('\n', out);
}

static void print_thread(FILE *out, struct texts *texts, const struct report *report,
			 unsigned number, int width)
{
	const struct thread_report *thread = &report->thread[number];
	const char *stack = texts_stack(texts, number);

	fprintf(out, "  %-*s  ", width, texts_thread(texts, number));
	if (thread->waits[0] != '\0')
		fputs(texts_expand(texts, thread->waits), out);
	else if (thread->state == THREAD_PENDING)
		fprintf(out, "would go on with: %s",
			texts_operation(texts, &thread->pending));
	if (*stack == '\0') {
		fputc('\n', out);
		return;
	}
	if (thread->state != THREAD_RUNNING)
		fprintf(out, "\n%*s", width + 4, "");
	fputs("at ", out);
	print_stack(out, stack, (size_t)width + 7);
}

/* Those that wait, or the one that did what is wrong. */
static void print_threads(FILE *out, struct texts *texts, const struct report *report)
{
	unsigned threads =
		report->threads < MAX_REPORTED ? report->threads : MAX_REPORTED;
	int width = names_width(texts, report, threads);

	for (unsigned i = 0; i < threads; i++) {
		const struct thread_report *thread = &report->thread[i];

		if ((thread->state == THREAD_PENDING &&
		     verdict_stands_still(report->verdict)) ||
		    (thread->state == THREAD_RUNNING && verdicts[report->verdict].stack &&
		     thread->frames > 0))
			print_thread(out, texts, report, i, width);
	}
}

/* -- the schedule -------------------------------------------------------------------------- */

static const char *plural(uint32_t count)
{
	return count == 1 ? "" : "s";
}

static void print_numbers(FILE *out, const struct report *report,
			  const struct finding *finding)
{
	const struct minimised *minimised = &finding->minimised;
	uint32_t steps = report->truncated ? report->steps : report->events;

	fprintf(out, "\nThe schedule: %u step%s, %u switch%s, %u preemption%s.", steps,
		plural(steps), report->switches, report->switches == 1 ? "" : "es",
		report->preemptions, plural(report->preemptions));
	if (minimised->tried && minimised->replays &&
	    report->moves < minimised->moves_before)
		fprintf(out, "  (It was found with %u move%s, and needs %s%u.)",
			minimised->moves_before, plural(minimised->moves_before),
			report->moves == 0 ? "" : "only ", report->moves);
	fputc('\n', out);
	if (!minimised->replays)
		fputs("It did not fail again when it was replayed: the program depends "
		      "on "
		      "something else\nthan its schedule, such as time, addresses or "
		      "files.  "
		      "This is how it was found.\n",
		      out);
	fputc('\n', out);
}

/* -- the output ---------------------------------------------------------------------------- */

/* Where the last so many lines of a text begin; before: how many lines come before them. */
static char *last_lines(char *text, size_t size, unsigned lines, size_t *before)
{
	char *from = text;

	*before = 0;
	for (size_t i = size > 0 ? size - 1 : 0; i > 0; i--) {
		if (text[i - 1] != '\n')
			continue;
		if (--lines == 0) {
			from = text + i;
			break;
		}
	}
	for (const char *at = text; at < from; at++)
		*before += *at == '\n';
	return from;
}

static void print_output(FILE *out, struct runner *runner)
{
	size_t size, before;
	char *text = runner_output(runner, &size), *line, *rest;

	line = last_lines(text, size, OUTPUT_LINES, &before);
	if (size > 0)
		fputs("\nThe program printed:\n", out);
	if (before > 0)
		fprintf(out, "    (%zu line%s before)\n", before, before == 1 ? "" : "s");
	for (; line < text + size; line = rest) {
		size_t length = strcspn(line, "\n");

		rest = line + length + 1;
		line[length] = '\0';
		words_clean(line);
		if (length > PAGE_WIDTH)
			fprintf(out, "    %.*s...\n", PAGE_WIDTH, line);
		else
			fprintf(out, "    %s\n", line);
	}
	free(text);
}

void report_print(FILE *out, struct runner *runner, struct texts *texts,
		  const struct finding *finding)
{
	const struct report *report = &runner->board->report;
	bool colour = runner->options->colour;

	headline(out, texts, report, colour);
	print_threads(out, texts, report);
	print_numbers(out, report, finding);
	lanes_print(out, texts, report, colour);
	texts_legend(texts, out);
	print_output(out, runner);
	fputc('\n', out);
	replay_print(out, runner);
	if (finding->schedule > 0)
		fprintf(out, "seed:   %" PRIu64 ", schedule %" PRIu64 "\n", finding->seed,
			finding->schedule);
}
