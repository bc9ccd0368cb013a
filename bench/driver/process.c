/* SPDX-License-Identifier: MIT */
#include "process.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "child.h"
#include "pin.h"

struct process {
	struct child child;
	char why[200];
	char **benches;
	size_t bench_count;
};

/* -- starting --------------------------------------------------------------------------------- */

/* environment with the number for each %w, and the slowdown. */
static void fill_in(char *out, size_t size, const struct process_spec *spec)
{
	size_t used = 0;

	if (!strcmp(spec->environment, "-"))
		*out = '\0';
	for (const char *p = strcmp(spec->environment, "-") ? spec->environment : "";
	     *p && used + 16 < size; p++)
		if (!strncmp(p, "%w", 2)) {
			used += (size_t)snprintf(out + used, size - used, "%d",
						 spec->workers);
			p++;
		} else {
			out[used++] = *p;
		}
	out[used] = '\0';
	if (spec->slowdown)
		snprintf(out + used, size - used, "%sHEDDLE_BENCH_SLOWDOWN=%s",
			 used ? " " : "", spec->slowdown);
}

static bool is_python(const char *program)
{
	size_t length = strlen(program);

	return length > 3 && !strcmp(program + length - 3, ".py");
}

struct process *process_start(const struct process_spec *spec)
{
	struct process *process = calloc(1, sizeof *process);
	char program[512], variables[512];
	char python[] = "python3", serve[] = "--serve";
	char *argv[4] = {python, program, serve, NULL};

	if (!process)
		return NULL;
	snprintf(program, sizeof program, "%s", spec->program);
	fill_in(variables, sizeof variables, spec);
	if (!child_start(&process->child, is_python(program) ? argv : argv + 1, variables,
			 spec->log))
		snprintf(process->why, sizeof process->why, "%s", process->child.why);
	return process;
}

static void free_list(struct process *process)
{
	for (size_t i = 0; i < process->bench_count; i++)
		free(process->benches[i]);
	free(process->benches);
	process->benches = NULL;
	process->bench_count = 0;
}

void process_free(struct process *process)
{
	if (!process)
		return;
	child_end(&process->child, 2);
	free_list(process);
	free(process);
}

bool process_alive(const struct process *process)
{
	return process->child.pid != 0;
}

const char *process_why(const struct process *process)
{
	return process->why;
}

/* -- answers ---------------------------------------------------------------------------------- */

static enum process_answer failed(struct process *process, const char *why)
{
	snprintf(process->why, sizeof process->why, "%s", why);
	return PROCESS_FAIL;
}

/* The child is gone by now, or goes. */
static enum process_answer lost(struct process *process)
{
	return failed(process, process->child.why);
}

static enum process_answer nonsense(struct process *process, const char *line)
{
	char why[160];

	snprintf(why, sizeof why, "it answered nonsense: '%.80s'", line);
	child_kill(&process->child, why);
	return lost(process);
}

/* "ok", "skip\tWHY", "fail\tWHY"; anything else is nonsense. */
static enum process_answer plain_answer(struct process *process, char *line)
{
	char *rest = line, *word;

	if (!line)
		return lost(process);
	if (!strcmp(line, "ok"))
		return PROCESS_OK;
	if (strncmp(line, "skip\t", 5) && strncmp(line, "fail\t", 5))
		return nonsense(process, line);
	word = strsep(&rest, "\t");
	snprintf(process->why, sizeof process->why, "%s", rest);
	return *word == 's' ? PROCESS_SKIP : PROCESS_FAIL;
}

/* The program runs while it carries an order out; before and afterwards it is stopped. */
static void say(struct process *process, const char *order)
{
	child_continue(&process->child);
	child_say(&process->child, order);
}

static enum process_answer done(struct process *process, enum process_answer answer)
{
	child_stop(&process->child);
	return answer;
}

/* -- orders ----------------------------------------------------------------------------------- */

static bool keep_bench(struct process *process, const char *name)
{
	char **grown = realloc(process->benches,
			       (process->bench_count + 2) * sizeof *process->benches);

	if (!grown)
		return false;
	process->benches = grown;
	grown[process->bench_count] = strdup(name);
	grown[process->bench_count + 1] = NULL;
	return grown[process->bench_count] && ++process->bench_count;
}

char **process_list(struct process *process, double limit)
{
	enum process_answer answer;
	char *line;

	free_list(process);
	say(process, "list");
	while ((line = child_hear(&process->child, limit)) && !strncmp(line, "has\t", 4))
		if (!keep_bench(process, line + 4))
			child_kill(&process->child, "no memory for its list");
	answer = plain_answer(process, line);
	if (answer == PROCESS_OK && !process->benches)
		answer = failed(process, "it has no benches");
	return done(process, answer) == PROCESS_OK ? process->benches : NULL;
}

enum process_answer process_open(struct process *process, const char *bench,
				 const char *params, int workers, double limit)
{
	char order[512];

	snprintf(order, sizeof order, "open\t%s\t%s\t%d", bench, params, workers);
	say(process, order);
	return done(process, plain_answer(process, child_hear(&process->child, limit)));
}

enum process_answer process_close(struct process *process, double limit)
{
	say(process, "close");
	return done(process, plain_answer(process, child_hear(&process->child, limit)));
}

static bool read_bucket(const char *line, struct measurement *m)
{
	uint64_t count;
	int index;

	if (sscanf(line, "bucket\t%d\t%" SCNu64, &index, &count) != 2 || index < 0 ||
	    index >= HISTOGRAM_BUCKETS)
		return false;
	m->histogram.counts[index] = count;
	m->has_histogram = true;
	return true;
}

static bool read_sample(const char *line, struct measurement *m)
{
	int note = 0;

	if (sscanf(line, "sample\t%ld\t%" SCNd64 "\t%" SCNd64 "\t%ld\t%ld\t%n", &m->ops,
		   &m->wall_ns, &m->cpu_ns, &m->vcsw, &m->ivcsw, &note) != 5 ||
	    !note || !line[note] || m->ops < 1 || m->wall_ns < 0)
		return false;
	snprintf(m->note, sizeof m->note, "%s", line + note);
	return true;
}

enum process_answer process_run(struct process *process, long repeats,
				struct measurement *m, double limit)
{
	enum process_answer answer;
	char order[40], *line;

	*m = (struct measurement){0};
	snprintf(order, sizeof order, "run\t%ld", repeats);
	say(process, order);
	while ((line = child_hear(&process->child, limit)) && read_bucket(line, m))
		continue;
	if (line && !strncmp(line, "sample\t", 7))
		answer = read_sample(line, m) ? PROCESS_OK : nonsense(process, line);
	else if (line && strncmp(line, "fail\t", 5))
		answer = nonsense(process, line);
	else
		answer = plain_answer(process, line);
	return done(process, answer);
}

bool process_pin(struct process *process, const int *cpus, int count)
{
	if (!process->child.pid)
		return false;
	return pin_threads(process->child.pid, cpus, count, process->why,
			   sizeof process->why);
}
