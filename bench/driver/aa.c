/* SPDX-License-Identifier: MIT */
/* aa - is the method right about what is known?
 *
 * The same build is compared with itself, many times: whatever is called different then is a
 * false alarm.  And it is compared with itself made slower, HEDDLE_BENCH_SLOWDOWN: what is not
 * found then was missed.  The noise of the machine stands beside both, as it decides what can
 * be found.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "contest_options.h"
#include "interrupt.h"
#include "noise.h"
#include "output.h"
#include "statistics.h"

static const char usage[] =
	"usage: heddle-bench aa [OPTION ...]\n"
	"Compares a build with itself, and with itself made slower.\n"
	"  --build FOLDER       the build (that of heddle-bench itself)\n"
	"  --runs N             comparisons of each kind (40)\n"
	"  --slowdown PERCENT   how much slower (10); 0: only with itself\n";

/* What a row was called, in all comparisons of one kind. */
struct tally {
	int runs, flagged, confirmed, unclear, failed;
	long pairs;
	double *off; /* ratio - 1 of each run, without sign where nothing is injected */
};

struct aa {
	struct contest_options options;
	const char *build;
	double runs, slowdown;
	char slower[32];
	struct session session;
	struct shuffle shuffle;
	struct progress progress;
	struct questions questions;
	struct contest contest;
	struct noise noise;
	struct output output;
	struct tally *tallies; /* of each row */
};

static bool read_options(struct aa *aa, int argc, char **argv)
{
	contest_options_init(&aa->options);
	aa->build = build_folder();
	aa->runs = 40;
	aa->slowdown = 10;
	for (int i = 1; i < argc; i += 2) {
		const char *name = argv[i], *value = argv[i + 1];
		bool fine = true;

		if (!value)
			fprintf(stderr, "heddle-bench: %s needs a value\n%s%s", name,
				usage, contest_usage);
		if (!value)
			return false;
		if (!strcmp(name, "--build"))
			aa->build = value;
		else if (!strcmp(name, "--runs"))
			fine = contest_number(name, value, 1, 1000, &aa->runs);
		else if (!strcmp(name, "--slowdown"))
			fine = contest_number(name, value, 0, 100, &aa->slowdown);
		else
			fine = contest_option(&aa->options, name, value);
		if (!fine)
			return false;
	}
	snprintf(aa->slower, sizeof aa->slower, "%g", aa->slowdown);
	return true;
}

/* -- counting --------------------------------------------------------------------------------- */

static void count(struct tally *tally, const struct contest_row *row)
{
	if (row->state == CONTEST_FAILED)
		tally->failed++;
	if (row->state != CONTEST_MEASURED)
		return;
	tally->flagged += contest_flagged(row);
	tally->confirmed +=
		row->verdict == VERDICT_SLOWER || row->verdict == VERDICT_FASTER;
	tally->unclear += row->verdict == VERDICT_UNCLEAR;
	tally->pairs += row->first.result.pairs + row->again.result.pairs;
	tally->off[tally->runs++] = row->first.result.ratio - 1;
}

static void put_run(struct aa *aa, int run, const char *slowdown)
{
	for (int i = 0; i < aa->contest.count; i++) {
		const struct contest_row *row = &aa->contest.rows[i];
		const struct comparison *c = &row->first.result;

		if (row->state == CONTEST_MEASURED)
			fprintf(aa->output.file,
				"%d\t%s\t%s\t%s\t%d\t%d\t%.6g\t%.6g\t%.6g\t%s\t%s\n", run,
				slowdown, row->bench, row->params, row->workers, c->pairs,
				c->ratio, c->lo, c->hi, verdict_name(c->verdict),
				verdict_name(row->verdict));
	}
}

/* -- one kind of comparison ------------------------------------------------------------------- */

static void compare_often(struct aa *aa, const struct contest_rules *rules,
			  const char *slowdown)
{
	struct contest_choice *choice = &aa->options.choice;

	choice->slowdown = strcmp(slowdown, "0") ? slowdown : NULL;
	for (int run = 1; run <= (int)aa->runs && !interrupted(); run++) {
		for (int i = 0; i < 10; i++)
			noise_probe(&aa->noise, session_seconds(&aa->session));
		contest_measure(&aa->contest, rules);
		if (interrupted())
			break;
		for (int i = 0; i < aa->contest.count; i++)
			count(&aa->tallies[i], &aa->contest.rows[i]);
		put_run(aa, run, slowdown);
		progress_clear(&aa->progress);
		fprintf(stderr, "slowdown %s %%: comparison %d of %d done, %.0f s\n",
			slowdown, run, (int)aa->runs, session_seconds(&aa->session));
	}
}

static void print_row(const struct contest_row *row, const struct tally *t)
{
	double off[1000];

	printf("%-18s %-22s %3d", row->bench, row->params, row->workers);
	if (!t->runs) {
		printf("  %s\n", row->note);
		return;
	}
	memcpy(off, t->off, (size_t)t->runs * sizeof *off);
	statistics_sort(off, t->runs);
	printf(" %5d %8d %10d %8d %6.0f  %+6.2f  %+6.2f to %+6.2f", t->runs, t->flagged,
	       t->confirmed, t->unclear, (double)t->pairs / t->runs,
	       100 * statistics_median(off, t->runs), 100 * off[0],
	       100 * off[t->runs - 1]);
	if (t->failed)
		printf("  %d failed", t->failed);
	printf("\n");
}

static void print_table(const struct aa *aa, const char *slowdown)
{
	int runs = 0, flagged = 0, confirmed = 0, unclear = 0;

	printf("\n%s\n%-18s %-22s %3s %5s %8s %10s %8s %6s %7s  %s\n",
	       strcmp(slowdown, "0") ? "The same build, one of the two made slower:"
				     : "The same build twice:",
	       "bench", "parameters", "w", "runs", "flagged", "confirmed", "unclear",
	       "pairs", "change%", "from      to");
	for (int i = 0; i < aa->contest.count; i++) {
		const struct tally *t = &aa->tallies[i];

		print_row(&aa->contest.rows[i], t);
		runs += t->runs;
		flagged += t->flagged;
		confirmed += t->confirmed;
		unclear += t->unclear;
	}
	if (runs)
		printf("slowdown %s %%: of %d rows %d were flagged (%.1f %%), %d were "
		       "called "
		       "different (%.1f %%), %d unclear (%.1f %%)\n",
		       slowdown, runs, flagged, 100.0 * flagged / runs, confirmed,
		       100.0 * confirmed / runs, unclear, 100.0 * unclear / runs);
}

static bool make_tallies(struct aa *aa)
{
	aa->tallies = calloc((size_t)aa->contest.count, sizeof *aa->tallies);
	for (int i = 0; aa->tallies && i < aa->contest.count; i++) {
		aa->tallies[i].off = calloc((size_t)aa->runs, sizeof(double));
		if (!aa->tallies[i].off)
			return false;
	}
	return aa->tallies != NULL;
}

static void free_tallies(struct aa *aa)
{
	for (int i = 0; aa->tallies && i < aa->contest.count; i++)
		free(aa->tallies[i].off);
	free(aa->tallies);
	aa->tallies = NULL;
}

/* Compares, counts, prints. */
static bool examine(struct aa *aa, const struct contest_rules *rules,
		    const char *slowdown)
{
	bool fine = make_tallies(aa);

	if (fine) {
		compare_often(aa, rules, slowdown);
		print_table(aa, slowdown);
	} else {
		fprintf(stderr, "heddle-bench: no memory for %g comparisons\n", aa->runs);
	}
	free_tallies(aa);
	return fine;
}

/* -- the command ------------------------------------------------------------------------------ */

static int run(struct aa *aa)
{
	struct contest_choice *choice = &aa->options.choice;
	struct contest_rules rules;
	bool fine;

	choice->builds[OLD] = choice->builds[NEW] = aa->build;
	if (!questions_read("bench/questions.tsv", &aa->questions) ||
	    !contest_make(&aa->contest, choice, &aa->questions))
		return 2;
	rules = contest_rules(&aa->options, &aa->session, &aa->shuffle);
	rules.progress = &aa->progress;
	if (!output_begin(&aa->output, aa->options.out, "aa.tsv"))
		return 1;
	session_header(aa->output.file, &aa->session, "heddle-aa/1");
	fprintf(aa->output.file, "# threshold: %g\n", aa->options.threshold);
	fprintf(aa->output.file,
		"run\tslowdown\tbench\tparams\tworkers\tpairs\tratio\tlo\thi\t"
		"first\tverdict\n");
	fine = examine(aa, &rules, "0");
	if (fine && aa->slowdown > 0 && !interrupted())
		fine = examine(aa, &rules, aa->slower);
	printf("\nthreshold %g %%, %s, %.0f s; the machine: %s, spread %.1f %%\n",
	       aa->options.threshold, placement_text(choice->placement),
	       session_seconds(&aa->session), noise_grade(&aa->noise),
	       100 * noise_spread(&aa->noise));
	fine = output_finish(&aa->output, true) && fine;
	return interrupted() ? 130 : !fine;
}

int command_aa(int argc, char **argv)
{
	struct aa aa = {0};
	int status;

	if (!read_options(&aa, argc, argv))
		return 2;
	session_begin(&aa.session, argc, argv, aa.options.seed,
		      placement_text(aa.options.choice.placement));
	interrupt_install();
	progress_begin(&aa.progress);
	status = run(&aa);
	noise_free(&aa.noise);
	contest_free(&aa.contest);
	questions_free(&aa.questions);
	return status;
}
