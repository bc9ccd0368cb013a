/* SPDX-License-Identifier: MIT */
#include "export.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "export_private.h"
#include "report.h"

/* -- files and time ------------------------------------------------------------------------ */

FILE *export_begin(const char *path)
{
	FILE *out = fopen(path, "we");

	if (out == NULL)
		die("%s: cannot be written: %s", path, strerror(errno));
	return out;
}

void export_end(FILE *out, const char *path)
{
	bool failed = ferror(out);

	if (fclose(out) != 0 || failed)
		die("%s: could not be written to the end", path);
}

/* When a step begins; that behind the last step is the end of all. */
int64_t export_time(const struct schedule *schedule, uint32_t step)
{
	const struct event *event = schedule->report->event;

	if (step < schedule->steps)
		return event[step].time + (int64_t)step * STEP_NS;
	return schedule->report->time + (int64_t)step * STEP_NS;
}

/* -- Chrome's trace format ----------------------------------------------------------------- */

/* The texts are UTF-8 without control characters: only these two need an escape. */
static void put_string(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

static void put_us(FILE *out, const char *key, int64_t ns)
{
	fprintf(out, ",\"%s\":%" PRId64 ".%03d", key, ns / 1000, (int)(ns % 1000));
}

static void put_pair(FILE *out, const char *key, const char *text)
{
	fprintf(out, ",\"%s\":", key);
	put_string(out, text);
}

static void put_track(FILE *out, struct texts *texts, unsigned thread)
{
	fprintf(out,
		",\n{\"ph\":\"M\",\"pid\":1,\"tid\":%u,\"name\":\"thread_name\","
		"\"args\":{\"name\":",
		thread);
	put_string(out, texts_thread(texts, thread));
	fprintf(out,
		"}},\n{\"ph\":\"M\",\"pid\":1,\"tid\":%u,\"name\":\"thread_sort_index\","
		"\"args\":{\"sort_index\":%u}}",
		thread, thread);
}

static void put_slice(FILE *out, unsigned thread, const char *kind, const char *name,
		      int64_t from, int64_t to)
{
	fprintf(out, ",\n{\"ph\":\"X\",\"pid\":1,\"tid\":%u", thread);
	put_pair(out, "cat", kind);
	put_pair(out, "name", name);
	put_us(out, "ts", from);
	put_us(out, "dur", to - from);
}

static void put_step(FILE *out, struct schedule *schedule, uint32_t step)
{
	const struct event *event = &schedule->report->event[step];
	struct texts *texts = schedule->texts;
	int64_t start = export_time(schedule, step);

	put_slice(out, event->thread, op_name((enum op_kind)event->kind),
		  texts_operation(texts, event), start, start + STEP_NS);
	fprintf(out, ",\"args\":{\"step\":%" PRIu32, step + 1);
	put_pair(out, "place", texts_place(texts, event->pc));
	if (event->address != 0) {
		put_pair(out, "object", texts_data(texts, event->address));
		put_pair(out, "which_is", texts_about(texts, event->address));
	}
	fprintf(out, ",\"virtual_ns\":%" PRId64 ",\"preempts\":%s}}", event->time,
		event->flags & EVENT_PREEMPTED ? "true" : "false");
}

/* From a step of a thread to its next, if others came between. */
static void put_pause(FILE *out, struct schedule *schedule, uint32_t step)
{
	const struct event *event = &schedule->report->event[step];
	const struct event *upcoming = schedule_upcoming(schedule, event->thread, step);
	uint32_t next = schedule->step[step].next;
	const char *why;

	if (upcoming == NULL || next == step + 1)
		return;
	if (next == NOWHEN)
		next = schedule->steps;
	why = texts_waiting(schedule->texts, upcoming);
	if (step + 1 < schedule->steps && (event[1].flags & EVENT_PREEMPTED))
		why = "preempted";
	put_slice(out, event->thread, "pause", *why != '\0' ? why : "could go on",
		  export_time(schedule, step) + STEP_NS, export_time(schedule, next));
	fputs(",\"args\":{}}", out);
}

static void put_verdict(FILE *out, struct schedule *schedule)
{
	const struct report *report = schedule->report;

	fprintf(out, ",\n{\"ph\":\"i\",\"s\":\"g\",\"pid\":1,\"tid\":%u",
		schedule_failing_thread(schedule));
	put_pair(out, "cat", "verdict");
	put_pair(out, "name", verdict_name(report->verdict));
	put_us(out, "ts", export_time(schedule, schedule->steps));
	fputs(",\"args\":{\"writer\":\"explore\"", out);
	put_pair(out, "text", texts_expand(schedule->texts, report->text));
	fputs("}}", out);
}

void export_json(const char *path, struct texts *texts, const struct report *report)
{
	struct schedule schedule = schedule_of(texts, report);
	FILE *out = export_begin(path);

	fputs("{\"displayTimeUnit\":\"ms\",\n\"traceEvents\":[\n{\"ph\":\"M\",\"pid\":1,"
	      "\"name\":\"process_name\",\"args\":{\"name\":\"explore\"}}",
	      out);
	for (unsigned i = 0; i < schedule.threads; i++)
		put_track(out, texts, i);
	for (uint32_t i = 0; i < schedule.steps; i++) {
		put_step(out, &schedule, i);
		put_pause(out, &schedule, i);
	}
	put_verdict(out, &schedule);
	fputs("]}\n", out);
	export_end(out, path);
	schedule_free(&schedule);
}
