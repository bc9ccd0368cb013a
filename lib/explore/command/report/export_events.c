/* SPDX-License-Identifier: MIT */
/* export_events - a schedule as a table that plots/timeline draws. */
#include <inttypes.h>
#include <stdlib.h>

#include "export.h"
#include "export_private.h"
#include "report.h"

/* What a thread did from where it went on to where it had to wait, or was made to. */
struct stretch {
	unsigned thread;
	uint32_t from, to; /* its first and last step; NOWHEN: it never goes on */
	const char *what;
	int64_t submit, start, end;
	unsigned rank; /* among those that ended */
};

struct worker {
	size_t open; /* the place of its stretch in the list; SIZE_MAX: none */
	int64_t since; /* when it could have gone on: since the end of its last one, at first
	                * since it was created */
};

struct stretches {
	struct stretch *list;
	size_t count;
	struct worker *worker;
	unsigned ended;
};

static struct stretch *add_stretch(struct stretches *stretches)
{
	struct stretch *more;

	if ((stretches->count & (stretches->count - 1)) == 0) {
		more = realloc(stretches->list,
			       (2 * stretches->count + 1) * sizeof *more);
		if (more == NULL)
			die("out of memory");
		stretches->list = more;
	}
	stretches->list[stretches->count] = (struct stretch){.from = NOWHEN};
	return &stretches->list[stretches->count++];
}

static void end_stretch(struct stretches *stretches, struct stretch *stretch, int64_t end)
{
	struct worker *worker = &stretches->worker[stretch->thread];

	stretch->end = worker->since = end;
	stretch->rank = ++stretches->ended;
	worker->open = SIZE_MAX;
}

static struct stretch *begin_stretch(struct stretches *stretches,
				     struct schedule *schedule, uint32_t step)
{
	const struct event *event = &schedule->report->event[step];
	struct worker *worker = &stretches->worker[event->thread];
	struct stretch *stretch = add_stretch(stretches);

	worker->open = stretches->count - 1;
	stretch->thread = event->thread;
	stretch->from = step;
	stretch->submit = worker->since;
	stretch->start = export_time(schedule, step);
	stretch->what = texts_operation(schedule->texts, event);
	return stretch;
}

static void take_step(struct stretches *stretches, struct schedule *schedule,
		      uint32_t step)
{
	const struct event *event = &schedule->report->event[step], *upcoming;
	size_t open = stretches->worker[event->thread].open;
	struct stretch *stretch = open == SIZE_MAX
					  ? begin_stretch(stretches, schedule, step)
					  : &stretches->list[open];

	if (event->kind == OP_SLEEP)
		stretch->what = texts_operation(schedule->texts, event);
	if (event->kind == OP_CREATE && event->second < schedule->threads)
		stretches->worker[event->second].since =
			export_time(schedule, step) + STEP_NS;
	stretch->to = step;
	upcoming = schedule_upcoming(schedule, event->thread, step);
	if (event->kind != OP_SLEEP && (schedule->step[step].next == step + 1 ||
					(upcoming != NULL && upcoming->kind == OP_SLEEP)))
		return;
	end_stretch(stretches, stretch, export_time(schedule, step) + STEP_NS);
}

/* Those who sleep at the end sleep till then; those who wait wait. */
static void finish(struct stretches *stretches, struct schedule *schedule)
{
	for (unsigned i = 0; i < schedule->threads; i++) {
		const struct event *upcoming =
			schedule_upcoming(schedule, i, schedule->steps);
		const struct worker *worker = &stretches->worker[i];
		struct stretch *stretch;

		if (worker->open != SIZE_MAX) {
			end_stretch(stretches, &stretches->list[worker->open],
				    export_time(schedule, schedule->steps));
		} else if (upcoming != NULL) {
			stretch = add_stretch(stretches);
			stretch->thread = i;
			stretch->submit = worker->since;
			stretch->what = texts_waiting(schedule->texts, upcoming);
			if (*stretch->what == '\0')
				stretch->what =
					texts_operation(schedule->texts, upcoming);
		}
	}
}

static int compare(const void *a, const void *b)
{
	const struct stretch *one = a, *other = b;

	if (one->submit != other->submit)
		return one->submit < other->submit ? -1 : 1;
	return (one->from > other->from) - (one->from < other->from);
}

/* A backslash is written as two; nothing else in a clean text disturbs a table. */
static void put_text(FILE *out, const char *text)
{
	for (; *text != '\0'; text++)
		fprintf(out, *text == '\\' ? "\\\\" : "%c", *text);
}

static void put_row(FILE *out, const struct schedule *schedule,
		    const struct stretch *stretch, size_t number)
{
	bool waits = stretch->from == NOWHEN;
	enum verdict verdict = schedule->report->verdict;
	bool failed = verdict_fails(verdict) && !verdict_stands_still(verdict) &&
		      stretch->to + 1 == schedule->steps;

	fprintf(out, "1\t%zu\t", number);
	put_text(out, stretch->what);
	if (!waits)
		put_text(out, texts_format(schedule->texts, " %u-%u", stretch->from + 1,
					   stretch->to + 1));
	fputc('\t', out);
	put_text(out, texts_thread(schedule->texts, stretch->thread));
	fprintf(out, "\t%" PRId64, stretch->submit);
	if (waits)
		fputs("\tnan\tnan\tnan\tpending\tnan\n", out);
	else
		fprintf(out, "\t%" PRId64 "\t%" PRId64 "\tnan\t%s\t%u\n", stretch->start,
			stretch->end, failed ? "failed" : "finished", stretch->rank);
}

static void put_table(FILE *out, const struct schedule *schedule,
		      const struct stretches *stretches, char **program)
{
	fputs("# format: heddle-events/1\n# clock: virtual, plus a microsecond a step\n"
	      "# command: explore",
	      out);
	for (size_t i = 0; program[i] != NULL; i++) {
		fputc(' ', out);
		put_text(out, texts_format(schedule->texts, "%s", program[i]));
	}
	fprintf(out,
		"\n# verdict: %s\n# rows: %zu\n# rows_lost: 0\n"
		"run\ttask\tlabel\tworker\tsubmit_ns\tstart_ns\tend_ns\tcallback_"
		"ns\tstate\t"
		"finish_rank\n",
		verdict_name(schedule->report->verdict), stretches->count);
	for (size_t i = 0; i < stretches->count; i++)
		put_row(out, schedule, &stretches->list[i], i + 1);
}

void export_events(const char *path, struct texts *texts, const struct report *report,
		   char **program)
{
	struct schedule schedule = schedule_of(texts, report);
	struct stretches stretches = {
		.worker = calloc(schedule.threads + 1, sizeof *stretches.worker)};
	FILE *out = export_begin(path);

	if (stretches.worker == NULL)
		die("out of memory");
	for (unsigned i = 0; i < schedule.threads; i++)
		stretches.worker[i].open = SIZE_MAX;
	for (uint32_t i = 0; i < schedule.steps; i++)
		take_step(&stretches, &schedule, i);
	finish(&stretches, &schedule);
	if (stretches.count > 0)
		qsort(stretches.list, stretches.count, sizeof *stretches.list, compare);
	put_table(out, &schedule, &stretches, program);
	export_end(out, path);
	free(stretches.list);
	free(stretches.worker);
	schedule_free(&schedule);
}
