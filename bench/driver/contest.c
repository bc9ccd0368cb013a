/* SPDX-License-Identifier: MIT */
#include "contest.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "interrupt.h"
#include "peers.h"
#include "process.h"

#define LIMIT 20.0

/* Everything that one of heddle's programs offers. */
struct offer {
	char *path;
	char **benches; /* NULL: it does not answer */
	struct process *process;
};

static bool no_memory(void)
{
	fprintf(stderr, "heddle-bench: no memory for the comparison\n");
	return false;
}

/* Is this how a program calls the question's bench: "forkjoin", "forkjoin@scoped"? */
static bool answers(const char *bench, const struct question *question)
{
	size_t length = strlen(question->bench);

	return !strncmp(bench, question->bench, length) &&
	       (!bench[length] || bench[length] == '@');
}

static int cpus(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);
}

static bool skip(struct contest_row *row, const char *why)
{
	row->state = CONTEST_SKIPPED;
	snprintf(row->note, sizeof row->note, "%s", why);
	return false;
}

/* The same program of the old build, which may not have it, or have it without the bench. */
static bool find_old(struct contest_row *row, const struct contest_choice *choice)
{
	struct process_spec spec = {row->programs[OLD], "-", row->workers, NULL, -1};
	struct process *process;
	char **benches;
	bool found = false;

	snprintf(row->programs[OLD], sizeof row->programs[OLD], "%s/bench/%s",
		 choice->builds[OLD], strrchr(row->programs[NEW], '/') + 1);
	if (access(row->programs[OLD], X_OK))
		return skip(row, "the old build does not have this program");
	process = process_start(&spec);
	benches = process ? process_list(process, LIMIT) : NULL;
	for (int i = 0; benches && benches[i]; i++)
		found = found || !strcmp(benches[i], row->bench);
	process_free(process);
	return found || skip(row, "the old build does not have this bench");
}

static bool add_row(struct contest *contest, const struct question *question,
		    const struct offer *offer, const char *bench, int workers)
{
	struct contest_row *grown = realloc(contest->rows, (size_t)(contest->count + 1) *
								   sizeof *contest->rows);
	struct contest_row *row;

	if (!grown)
		return no_memory();
	contest->rows = grown;
	row = &grown[contest->count++];
	*row = (struct contest_row){.workers = workers,
				    .fit = question->fit,
				    .step = question->step,
				    .bytes = !strcmp(question->unit, "bytes")};
	snprintf(row->bench, sizeof row->bench, "%s", bench);
	snprintf(row->params, sizeof row->params, "%s", question->params);
	snprintf(row->programs[NEW], sizeof row->programs[NEW], "%s", offer->path);
	if (find_old(row, contest->choice))
		contest_fit(row);
	return true;
}

/* More workers than CPUs say more about the kernel than about heddle; one has to ask for
 * them. */
static bool workers_wanted(const struct contest_choice *choice,
			   const struct question *question, int workers)
{
	struct question chosen;

	if (question->workers_fixed)
		return true;
	if (!choice->workers || !read_workers_list(choice->workers, &chosen))
		return workers <= cpus();
	for (int i = 0; i < chosen.workers_count; i++)
		if (chosen.workers[i] == workers)
			return true;
	return false;
}

static bool add_question(struct contest *contest, const struct question *question,
			 const struct offer *offers)
{
	for (int w = 0; w < question->workers_count; w++) {
		int workers = question->workers[w];

		if (!workers_wanted(contest->choice, question, workers))
			continue;
		for (const struct offer *o = offers; o->path; o++)
			for (int i = 0; o->benches && o->benches[i]; i++)
				if (answers(o->benches[i], question) && !interrupted() &&
				    !add_row(contest, question, o, o->benches[i],
					     workers))
					return false;
	}
	return true;
}

/* The quick set is what is compared; a bench that is asked for and not in it is taken from the
 * full set.  What only the machine can do is not compared. */
static bool wanted(const struct contest_choice *choice, const struct questions *questions,
		   const struct question *question)
{
	if (!matches(choice->benches, question->bench) ||
	    strcmp(heddle_impl(question->bench), "heddle"))
		return false;
	for (int i = 0; !question->quick && i < questions->count; i++)
		if (questions->rows[i].quick &&
		    matches(choice->benches, questions->rows[i].bench))
			return false;
	return true;
}

static bool make_rows(struct contest *contest, const struct questions *questions,
		      char **programs)
{
	struct offer *offers;
	int count = 0;
	bool fine = true;

	while (programs[count])
		count++;
	offers = calloc((size_t)count + 1, sizeof *offers);
	if (!offers)
		return no_memory();
	for (int i = 0; i < count; i++) {
		struct process_spec spec = {programs[i], "-", 1, NULL, -1};

		offers[i].path = programs[i];
		offers[i].process = process_start(&spec);
		if (offers[i].process)
			offers[i].benches = process_list(offers[i].process, LIMIT);
	}
	for (int i = 0; fine && i < questions->count; i++)
		if (wanted(contest->choice, questions, &questions->rows[i]))
			fine = add_question(contest, &questions->rows[i], offers);
	for (int i = 0; i < count; i++)
		process_free(offers[i].process);
	free(offers);
	return fine;
}

bool contest_make(struct contest *contest, const struct contest_choice *choice,
		  const struct questions *questions)
{
	char **programs = heddle_programs(".", choice->builds[NEW]);
	bool fine;

	*contest = (struct contest){.choice = choice};
	if (!programs)
		return false;
	fine = make_rows(contest, questions, programs);
	heddle_programs_free(programs);
	if (fine && !contest->count) {
		fprintf(stderr,
			"heddle-bench: no bench matches '%s'%s%s ('heddle-bench list' "
			"shows them)\n",
			choice->benches ? choice->benches : "*",
			choice->workers ? " with workers " : "",
			choice->workers ? choice->workers : "");
		fine = false;
	}
	if (!fine)
		contest_free(contest);
	return fine;
}

void contest_free(struct contest *contest)
{
	free(contest->rows);
	contest->rows = NULL;
	contest->count = 0;
}
