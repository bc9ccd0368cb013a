/* SPDX-License-Identifier: MIT */
/* compare - gate mode: two builds in pairs of pinned processes, and a verdict for each row.
 *
 * It writes OUT/pairs.tsv, what was measured, and OUT/compare.tsv, what follows from that.  With
 * --from it tells again what follows, and writes it only where --out says so.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "contest_options.h"
#include "interrupt.h"
#include "output.h"
#include "statistics.h"

static const char usage[] =
	"usage: heddle-bench compare --base FOLDER --new FOLDER [OPTION ...]\n"
	"       heddle-bench compare --from PAIRS.tsv [--out FOLDER] [--strict]\n"
	"Two builds (FOLDER/bench/PROGRAM), measured in turns in pairs of processes.\n"
	"  --strict             exit status 3 if a row is unclear\n";

struct compare {
	struct contest_options options;
	bool strict;
	const char *from;
	struct session session;
	struct shuffle shuffle;
	struct progress progress;
	struct contest_rules rules;
	struct questions questions;
	struct contest contest;
	struct output samples;
};

/* -- the command line ------------------------------------------------------------------------- */

static bool take(struct compare *compare, const char *name, const char *value)
{
	struct contest_choice *choice = &compare->options.choice;

	if (!strcmp(name, "--base"))
		choice->builds[OLD] = value;
	else if (!strcmp(name, "--new"))
		choice->builds[NEW] = value;
	else if (!strcmp(name, "--from"))
		compare->from = value;
	else
		return contest_option(&compare->options, name, value);
	return true;
}

static bool read_options(struct compare *compare, int argc, char **argv)
{
	const struct contest_choice *choice = &compare->options.choice;

	contest_options_init(&compare->options);
	compare->options.out = NULL;
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--strict")) {
			compare->strict = true;
			continue;
		}
		if (i + 1 == argc) {
			fprintf(stderr, "heddle-bench: %s needs a value\n%s%s", argv[i],
				usage, contest_usage);
			return false;
		}
		if (!take(compare, argv[i], argv[i + 1]))
			return false;
		i++;
	}
	if (compare->from)
		return true;
	if (!compare->options.out)
		compare->options.out = "build/bench";
	if (choice->builds[OLD] && choice->builds[NEW])
		return true;
	fprintf(stderr, "%s%s", usage, contest_usage);
	return false;
}

/* -- the result ------------------------------------------------------------------------------- */

static int status_of(const struct compare *compare)
{
	const struct contest *contest = &compare->contest;

	if (interrupted())
		return 130;
	if (contest_states(contest, CONTEST_SKIPPED) == contest->count) {
		fprintf(stderr, "heddle-bench: nothing could be compared\n");
		return 2;
	}
	if (contest_verdicts(contest, VERDICT_SLOWER) ||
	    contest_states(contest, CONTEST_FAILED))
		return 1;
	if (compare->strict && contest_verdicts(contest, VERDICT_UNCLEAR))
		return 3;
	return 0;
}

static void put_rules(FILE *file, const struct compare *compare)
{
	const struct contest_choice *choice = &compare->options.choice;

	fprintf(file, "# old: %s\n# new: %s\n", choice->builds[OLD], choice->builds[NEW]);
	fprintf(file, "# threshold: %g\n", compare->options.threshold);
	fprintf(file, "# alpha: %g\n", compare->rules.alpha);
	fprintf(file, "# rows: %d\n",
		compare->contest.count -
			contest_states(&compare->contest, CONTEST_SKIPPED));
}

static bool begin_samples(struct compare *compare)
{
	FILE *file;

	if (!output_begin(&compare->samples, compare->options.out, "pairs.tsv"))
		return false;
	file = compare->samples.file;
	session_header(file, &compare->session, "heddle-samples/1");
	put_rules(file, compare);
	samples_columns(file);
	compare->rules.samples = file;
	return true;
}

static bool write_result(const struct compare *compare)
{
	struct output output;

	if (!output_begin(&output, compare->options.out, "compare.tsv"))
		return false;
	session_header(output.file, &compare->session, "heddle-compare/1");
	session_end(output.file);
	put_rules(output.file, compare);
	contest_write(&compare->contest, output.file);
	return output_finish(&output, true);
}

static void explain(const struct compare *compare)
{
	double shown = compare->options.threshold;

	printf("\nDifferences count from %g %% on.  An interval holds the median of "
	       "new/old; "
	       "that one of\nall intervals does not has a probability of %g %%.\n",
	       shown, 100 * compare->rules.alpha);
	if (!compare->contest.complete)
		printf("%s before all pairs were measured.\n",
		       interrupted() ? "It was interrupted" : "The time was over");
}

/* -- measuring, or reading -------------------------------------------------------------------- */

static int measure(struct compare *compare)
{
	if (!questions_read("bench/questions.tsv", &compare->questions) ||
	    !contest_make(&compare->contest, &compare->options.choice,
			  &compare->questions))
		return 2;
	compare->rules =
		contest_rules(&compare->options, &compare->session, &compare->shuffle);
	compare->rules.progress = &compare->progress;
	if (!begin_samples(compare))
		return 1;
	contest_measure(&compare->contest, &compare->rules);
	contest_table(&compare->contest, stdout);
	explain(compare);
	if (!output_finish(&compare->samples, true) || !write_result(compare))
		return 1;
	return status_of(compare);
}

/* A number of the header; NAN, said: it is not there. */
static double header_number(const struct compare *compare, const struct samples *samples,
			    const char *key)
{
	const char *text = samples_header(samples, key);

	if (text)
		return strtod(text, NULL);
	fprintf(stderr,
		"heddle-bench: %s: it is not from 'heddle-bench compare', there is no "
		"line "
		"'# %s': not paired: no verdict\n",
		compare->from, key);
	return NAN;
}

static bool judge_again(struct compare *compare, const struct samples *samples)
{
	double threshold = header_number(compare, samples, "threshold"), alpha, rows;

	if (isnan(threshold))
		return false;
	alpha = header_number(compare, samples, "alpha");
	rows = header_number(compare, samples, "rows");
	if (isnan(alpha) || isnan(rows) || !contest_read(&compare->contest, samples))
		return false;
	contest_judge(&compare->contest, statistics_bonferroni(alpha, (int)rows),
		      verdict_threshold(threshold));
	return true;
}

/* With the header of what it is computed from. */
static bool write_again(const struct compare *compare, const struct samples *samples)
{
	struct output output;

	if (!output_begin(&output, compare->options.out, "compare.tsv"))
		return false;
	fprintf(output.file, "# format: heddle-compare/1\n");
	for (size_t i = 0; i < samples->header_count; i++)
		if (strncmp(samples->header[i], "format:", 7))
			fprintf(output.file, "# %s\n", samples->header[i]);
	contest_write(&compare->contest, output.file);
	return output_finish(&output, true);
}

static int tell_again(struct compare *compare)
{
	struct samples samples;
	int status = 2;

	if (!samples_read(compare->from, &samples))
		return 2;
	if (judge_again(compare, &samples)) {
		contest_table(&compare->contest, stdout);
		status = status_of(compare);
		if (compare->options.out && !write_again(compare, &samples))
			status = 1;
	}
	samples_free(&samples);
	return status;
}

int command_compare(int argc, char **argv)
{
	struct compare compare = {0};
	int status;

	if (!read_options(&compare, argc, argv))
		return 2;
	if (compare.from) {
		status = tell_again(&compare);
	} else {
		session_begin(&compare.session, argc, argv, compare.options.seed,
			      placement_text(compare.options.choice.placement));
		interrupt_install();
		progress_begin(&compare.progress);
		status = measure(&compare);
	}
	contest_free(&compare.contest);
	questions_free(&compare.questions);
	return status;
}
