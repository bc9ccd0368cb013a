/* SPDX-License-Identifier: MIT */
/* A trace as Chrome trace JSON, which Perfetto opens: a track a worker with a slice a task,
 * the waits before the starts as asynchronous slices, callbacks and cancellations as marks.
 *
 * Numbers are printed from integers: a locale would put its own decimal sign into a float.
 */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

/* -- JSON ------------------------------------------------------------------------------------ */

/* How many bytes the UTF-8 character at text has; 0 if there is none.  (RFC 3629: no
 * overlong forms, no surrogates, nothing above U+10FFFF.) */
static size_t utf8_length(const unsigned char *text)
{
	static const struct {
		unsigned char first, last, least, most; /* of the first and second byte */
		size_t length;
	} forms[] = {
		{0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
		{0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3},
		{0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
		{0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
	};

	if (*text < 0x80)
		return 1;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (*text < forms[i].first || *text > forms[i].last)
			continue;
		if (text[1] < forms[i].least || text[1] > forms[i].most)
			return 0;
		for (size_t k = 2; k < forms[i].length; k++)
			if ((text[k] & 0xc0) != 0x80)
				return 0;
		return forms[i].length;
	}
	return 0;
}

/* A string of any bytes as a JSON string; what is no UTF-8 becomes U+FFFD. */
static void put_string(FILE *out, const char *string)
{
	const unsigned char *text = (const unsigned char *)string;

	putc('"', out);
	while (*text) {
		size_t length = utf8_length(text);

		if (!length)
			fputs("\\ufffd", out);
		else if (*text < 0x20 || *text == 0x7f)
			fprintf(out, "\\u%04x", *text);
		else if (*text == '"' || *text == '\\')
			fprintf(out, "\\%c", *text);
		else
			fwrite(text, 1, length, out);
		text += length ? length : 1;
	}
	putc('"', out);
}

static void put_label(FILE *out, const struct hd_trace_record *record, size_t task)
{
	if (record->label)
		put_string(out, record->label);
	else
		fprintf(out, "\"task %zu\"", task);
}

/* A key and nanoseconds as microseconds. */
static void put_us(FILE *out, const char *key, int64_t ns)
{
	fprintf(out, "\"%s\":%lld.%03d", key, (long long)(ns / 1000), (int)(ns % 1000));
}

static void put_fact(FILE *out, const char *key, const char *value)
{
	fprintf(out, ",\n\"%s\":", key);
	put_string(out, value);
}

/* -- workers ------------------------------------------------------------------------------- */

/* The names of the workers, each once, in a human's order; the track of a name is its place,
 * counted from 1.  Track 0 is for what ran nowhere. */
struct tracks {
	const char **names;
	size_t count;
};

static int compare_names(const void *a, const void *b)
{
	return strverscmp(*(const char *const *)a, *(const char *const *)b);
}

static int tracks_collect(const struct hd_trace_snapshot *snapshot, struct tracks *tracks)
{
	const char **names = malloc((snapshot->count + 1) * sizeof *names);
	size_t all = 0, count = 0;

	if (!names)
		return HD_ENOMEM;
	for (size_t i = 0; i < snapshot->count; i++)
		if (snapshot->records[i].worker)
			names[all++] = snapshot->records[i].worker;
	qsort(names, all, sizeof *names, compare_names);
	for (size_t i = 0; i < all; i++)
		if (!count || strcmp(names[count - 1], names[i]))
			names[count++] = names[i];
	*tracks = (struct tracks){names, count};
	return HD_OK;
}

static size_t track_of(const struct tracks *tracks, const char *worker)
{
	const char **found;

	if (!worker)
		return 0;
	found = bsearch(&worker, tracks->names, tracks->count, sizeof worker,
			compare_names);
	return (size_t)(found - tracks->names) + 1;
}

static void put_track(FILE *out, size_t track, const char *name)
{
	fprintf(out,
		",\n{\"ph\":\"M\",\"pid\":1,\"tid\":%zu,\"name\":\"thread_name\","
		"\"args\":{\"name\":",
		track);
	put_string(out, name);
	fprintf(out,
		"}},\n{\"ph\":\"M\",\"pid\":1,\"tid\":%zu,\"name\":\"thread_sort_index\","
		"\"args\":{\"sort_index\":%zu}}",
		track, track);
}

/* -- events ---------------------------------------------------------------------------------- */

/* Opens an event; its name, what else it has, and "}" follow. */
static void put_event(FILE *out, const char *phase, const char *category, size_t track,
		      int64_t ns)
{
	fprintf(out, ",\n{\"ph\":\"%s\",\"cat\":\"%s\",\"pid\":1,\"tid\":%zu,", phase,
		category, track);
	put_us(out, "ts", ns);
	putc(',', out);
}

/* From the submission to the start, or to the end of what never started. */
static void put_wait(FILE *out, const struct hd_trace_record *record, size_t task,
		     int64_t until)
{
	put_event(out, "b", "wait", 0, record->submit);
	fprintf(out, "\"id\":%zu,\"name\":\"waiting\",\"args\":{\"task\":", task);
	put_label(out, record, task);
	fputs("}}", out);
	put_event(out, "e", "wait", 0, until);
	fprintf(out, "\"id\":%zu,\"name\":\"waiting\"}", task);
}

static void put_slice(FILE *out, const struct hd_trace_record *record, size_t task,
		      size_t track, int64_t end)
{
	put_event(out, "X", "task", track, record->start);
	put_us(out, "dur", end - record->start);
	fputs(",\"name\":", out);
	put_label(out, record, task);
	fprintf(out, ",\"args\":{\"task\":%zu,\"state\":", task);
	put_string(out, hd_trace_state(record));
	putc(',', out);
	put_us(out, "submit_us", record->submit);
	putc(',', out);
	put_us(out, "wait_us", record->start - record->submit);
	if (record->finish_rank != HD_TRACE_NEVER)
		fprintf(out, ",\"finish_rank\":%lld", (long long)record->finish_rank);
	fputs("}}", out);
}

/* A mark on a track: what happened, to which task. */
static void put_mark(FILE *out, const struct hd_trace_record *record, size_t task,
		     size_t track, const char *what, int64_t ns)
{
	put_event(out, "i", what, track, ns);
	fprintf(out, "\"s\":\"t\",\"name\":\"%s\",\"args\":{\"task\":", what);
	put_label(out, record, task);
	fputs("}}", out);
}

static void put_record(FILE *out, const struct hd_trace_record *record, size_t task,
		       size_t track, int64_t now)
{
	int64_t end = record->end == HD_TRACE_NEVER ? now : record->end;

	if (record->start != HD_TRACE_NEVER) {
		put_wait(out, record, task, record->start);
		put_slice(out, record, task, track, end);
	} else {
		put_wait(out, record, task, end);
		if (record->end != HD_TRACE_NEVER)
			put_mark(out, record, task, track, hd_trace_state(record),
				 record->end);
	}
	if (record->callback != HD_TRACE_NEVER)
		put_mark(out, record, task, track, "callback", record->callback);
}

int hd_trace_write_chrome(const struct hd_trace_snapshot *snapshot, FILE *out)
{
	struct tracks tracks;
	int code = tracks_collect(snapshot, &tracks);

	if (code)
		return code;
	fputs("{\"displayTimeUnit\":\"ms\",\n\"otherData\":{\"writer\":\"heddle\"", out);
	hd_trace_facts(snapshot, out, put_fact);
	fputs("},\n\"traceEvents\":[\n{\"ph\":\"M\",\"pid\":1,\"name\":\"process_name\","
	      "\"args\":{\"name\":\"heddle\"}}",
	      out);
	put_track(out, 0, "(no worker)");
	for (size_t i = 0; i < tracks.count; i++)
		put_track(out, i + 1, tracks.names[i]);
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct hd_trace_record *record = &snapshot->records[i];

		put_record(out, record, i + 1, track_of(&tracks, record->worker),
			   snapshot->now);
	}
	fputs("]}\n", out);
	free(tracks.names);
	return HD_OK;
}
