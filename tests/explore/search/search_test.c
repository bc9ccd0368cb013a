/* SPDX-License-Identifier: MIT */
/* search_test - the exhaustive search against going through all orders one by one.
 *
 * For small programs whose traces were counted by hand, the counts.  For a thousand programs
 * made at random: every final state is found, every Mazurkiewicz trace is executed, and none
 * twice; the bounded search, with a bound that is never met, finds every final state too.
 *
 *	search_test [SEED [PROGRAMS]]
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../lib/explore/command/runner.h"
#include "../../../lib/explore/command/search/search.h"
#include "model.h"
#include "orders.h"

/* Orders of one program that are gone through at most, and schedules of a search. */
enum { MOST_ORDERS = 3000, MOST_SCHEDULES = 1000, NO_BOUND = 64 };

static unsigned failures;

/* -- what the search needs of the command -------------------------------------------------- */

bool runner_learn(struct runner *runner)
{
	(void)runner;
	return false;
}

void die(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	exit(1);
}

/* -- the search ---------------------------------------------------------------------------- */

static struct board board;

struct found {
	struct set ends, traces;
	uint64_t schedules, redundant;
	bool twice; /* a trace was executed again */
	bool all;
};

static void search_all(const struct model *model, const struct options *options,
		       struct found *found)
{
	struct runner runner = {.options = options, .board = &board};
	struct search *search = search_new(&runner);
	const struct search_state *state = search_state(search);
	const struct report *report = &board.report;

	set_empty(&found->ends);
	set_empty(&found->traces);
	found->twice = found->all = false;
	while (state->schedules < MOST_SCHEDULES && !found->all) {
		struct model_state end = {0};

		found->all = !search_next(search);
		if (found->all)
			break;
		model_follow(model, &board, &end);
		search_saw(search);
		if (report->verdict == VERDICT_REDUNDANT)
			continue;
		set_add(&found->ends, model_hash(&end));
		if (!set_add(&found->traces,
			     orders_trace(report->event, report->events, end.exited)))
			found->twice = true;
	}
	found->schedules = state->schedules;
	found->redundant = state->redundant;
	search_free(search);
}

/* -- counted by hand ----------------------------------------------------------------------- */

static const struct options exhaustive = {.exhaustive = true};
static struct found found;

/* An operation is its name and the number of its object, then /N for how many are skipped if
 * it fails, or ~N for how long it takes. */
static const struct {
	const char *name;
	unsigned traces, posted; /* the semaphores' first value */
	const char *thread[THREADS];
} counted[] = {
	{"one critical section each", 2, 0, {"lock unlock", "lock unlock"}},
	{"on different mutexes", 1, 0, {"lock0 unlock0", "lock1 unlock1"}},
	{"three threads with one each",
	 6,
	 0,
	 {"lock unlock", "lock unlock", "lock unlock"}},
	{"two threads with two each",
	 6,
	 0,
	 {"lock unlock lock unlock", "lock unlock lock unlock"}},
	{"the same, and created",
	 6,
	 0,
	 {"create1 create2 join1 join2", "lock unlock lock unlock",
	  "lock unlock lock unlock"}},
	{"A1 A2 against B1 B2 printed", 6, 0, {"print print", "print print"}},
	{"store buffering", 3, 0, {"write0 read1", "write1 read0"}},
	{"two read", 1, 0, {"read0 read1", "read0 read1"}},
	{"a try", 3, 0, {"lock unlock", "trylock/1 unlock"}},
	{"two readers and a writer",
	 4,
	 0,
	 {"rdlock rwunlock", "rdlock rwunlock", "wrlock rwunlock"}},
	{"a post and a wait", 1, 0, {"sem_post", "sem_wait"}},
	{"a post for two", 2, 0, {"sem_post", "sem_wait", "sem_wait"}},
	{"two posts for one", 3, 0, {"sem_post", "sem_post", "sem_wait"}},
	{"a signal that may be lost", 2, 0, {"lock wait unlock", "signal"}},
	{"a barrier, then print", 4, 0, {"arrive print", "arrive print"}},
	{"once", 2, 0, {"once/1 once_done", "once/1 once_done"}},
	{"a wait seen in a redundant run only",
	 6,
	 1,
	 {"sem_trywait1", "sem_wait0 sem_trywait1", "sem_getvalue0", "sem_wait0"}},
	{"an exit that cuts off", 6, 0, {"print exit", "print"}},
	{"sleeps of the same length", 2, 0, {"sleep~1 print", "sleep~1 print"}},
	{"sleeps of different lengths", 1, 0, {"sleep~1 print", "sleep~2 print"}},
};

static uint8_t kind_named(const char *name)
{
	for (unsigned kind = 0; kind < OP_KINDS; kind++)
		if (strcmp(op_name(kind), name) == 0)
			return (uint8_t)kind;
	die("no operation is called '%s'\n", name);
}

static struct model_op parse(const char *word)
{
	struct model_op op = {0};
	char name[32];
	size_t length = strspn(word, "abcdefghijklmnopqrstuvwxyz_");

	snprintf(name, sizeof name, "%.*s", (int)length, word);
	op.kind = kind_named(name);
	word += length;
	if (*word >= '0' && *word <= '9')
		op.object = (uint8_t)(*word++ - '0');
	if (*word == '/')
		op.skip = (uint8_t)(word[1] - '0');
	if (*word == '~')
		op.duration = (uint8_t)(word[1] - '0');
	return op;
}

static struct model written(const char *const *thread, unsigned posted)
{
	struct model model = {.needed = 2, .posted = posted};

	while (model.threads < THREADS && thread[model.threads] != NULL) {
		const char *at = thread[model.threads];
		unsigned n = model.threads++;

		while (*at != '\0') {
			model.op[n][model.length[n]++] = parse(at);
			at += strcspn(at, " ");
			at += strspn(at, " ");
		}
	}
	model.begun = model.op[0][0].kind == OP_CREATE ? 1 : model.threads;
	return model;
}

static void check_counted(void)
{
	for (unsigned i = 0; i < sizeof counted / sizeof counted[0]; i++) {
		struct model model = written(counted[i].thread, counted[i].posted);

		search_all(&model, &exhaustive, &found);
		if (found.all && found.schedules == counted[i].traces)
			continue;
		failures++;
		printf("%s: %u schedules were expected, the search made %lu\n",
		       counted[i].name, counted[i].traces,
		       (unsigned long)found.schedules);
	}
}

/* -- made at random ------------------------------------------------------------------------ */

static struct orders orders;
static unsigned long schedules, redundant, compared, counts_compared;

static const char *what_is_wrong(void)
{
	if (!set_equal(&found.ends, &orders.ends))
		return "not all final states were found";
	if (found.twice)
		return "a trace was run twice";
	if (orders.all && !set_equal(&found.traces, &orders.traces))
		return "not all traces were run";
	return NULL;
}

static void complain(uint64_t seed, const struct model *model, const char *wrong)
{
	failures++;
	printf("program %lu: %s: ends %u of %u, traces %u of %u%s\n", (unsigned long)seed,
	       wrong, found.ends.count, orders.ends.count, found.traces.count,
	       orders.traces.count, orders.all ? "" : " or more");
	model_print(model);
}

static void check_random(uint64_t seed)
{
	static const struct options bounded = {.depth = NO_BOUND};
	struct model model = model_random(seed);
	const char *wrong;

	search_all(&model, &exhaustive, &found);
	schedules += found.schedules;
	redundant += found.redundant;
	if (!found.all)
		return;
	orders_of(&model, MOST_ORDERS, &orders);
	if (orders.too_many)
		return;
	compared++;
	counts_compared += orders.all;
	wrong = what_is_wrong();
	if (wrong != NULL)
		complain(seed, &model, wrong);
	search_all(&model, &bounded, &found);
	if (found.all && !set_equal(&found.ends, &orders.ends))
		complain(seed, &model, "the bounded search missed final states");
}

int main(int argc, char **argv)
{
	uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
	uint64_t programs = argc > 2 ? strtoull(argv[2], NULL, 10) : 1000;

	check_counted();
	for (uint64_t seed = first; seed < first + programs && failures < 5; seed++)
		check_random(seed);
	printf("%lu programs compared, %lu of them trace by trace: %lu schedules, %lu "
	       "redundant "
	       "runs\n",
	       compared, counts_compared, schedules, redundant);
	if (compared < programs / 2) {
		printf("too few programs could be compared\n");
		failures++;
	}
	return failures > 0;
}
