/* SPDX-License-Identifier: MIT */
/* The contract of the executor: submit, workers, names, what one executor keeps to itself. */
#include "probe.h"

#include <sched.h>
#include <sys/syscall.h>

/* -- submit --------------------------------------------------------------------------------- */

static void submit_result(void)
{
	hd_executor *ex = executor_of(2);
	hd_future *f = submit(ex, task_square, PTR(16));

	CHECK_INT(INT(value_of(f)), 256);
	CHECK_INT(hd_future_state(f), HD_FINISHED);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

struct big {
	long double aligned;
	char text[100000];
	int number;
};

static void *read_big(void *arg)
{
	struct big *b = arg;

	CHECK_INT((uintptr_t)arg % _Alignof(max_align_t), 0);
	CHECK_STR(b->text, "copied");
	return PTR(b->number);
}

/* Catches: a copy of the pointer; a copy that is not aligned for every type. */
static void submit_copy(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f[10];
	struct big *b = calloc(1, sizeof *b);

	CHECK(b != NULL);
	strcpy(b->text, "copied");
	for (int i = 0; i < 10; i++) {
		b->number = i;
		OK(hd_executor_submit_copy(ex, read_big, b, sizeof *b, &f[i]));
	}
	free(b);
	gate_open(&g);
	for (int i = 0; i < 10; i++) {
		CHECK_INT(INT(value_of(f[i])), i);
		hd_future_unref(f[i]);
	}
	OK(hd_executor_free(&ex));
}

static void *read_char(void *c)
{
	return PTR(*(char *)c);
}

static void *raise_copy(void *text)
{
	const char *copy = hd_return_copy(text, strlen(text) + 1);

	return hd_raise(8, "not %s", copy);
}

/* Catches (AddressSanitizer): words that are made of what was let go of before. */
static void raise_with_copy(void)
{
	char text[] = "what was promised";
	hd_executor *ex = executor_of(1);
	hd_future *f = submit(ex, raise_copy, text);

	CHECK_STR(failure_of(f, 8).message, "not what was promised");
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static void submit_copy_nothing(void)
{
	hd_executor *ex = executor_of(1);

	CHECK_CODE(hd_executor_submit_copy(ex, task_same, NULL, 4, NULL), HD_EINVAL);
	CHECK_CODE(hd_executor_submit_copy(ex, task_same, "", 0, NULL), HD_EINVAL);
	CHECK_CODE(hd_executor_submit_copy(ex, task_same, "", SIZE_MAX, NULL), HD_ENOMEM);
	OK(hd_executor_free(&ex));
}

static void submit_copy_small(void)
{
	hd_executor *ex = executor_of(2);
	hd_future *f[26];

	for (int i = 0; i < 26; i++) {
		char c = (char)('a' + i);

		OK(hd_executor_submit_copy(ex, read_char, &c, 1, &f[i]));
	}
	for (int i = 0; i < 26; i++) {
		CHECK_INT(INT(value_of(f[i])), 'a' + i);
		hd_future_unref(f[i]);
	}
	OK(hd_executor_free(&ex));
}

/* Catches: tasks without a future that are dropped when the executor is freed. */
static void submit_and_forget(void)
{
	hd_executor *ex = executor_of(3);
	atomic_int count = 0;

	for (int i = 0; i < 1000; i++)
		OK(hd_executor_submit(ex, task_count, &count, NULL));
	OK(hd_executor_free(&ex));
	CHECK_INT(count, 1000);
}

static void future_unref_before_run(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	atomic_int count = 0;

	for (int i = 0; i < 100; i++)
		hd_future_unref(submit(ex, task_count, &count));
	gate_open(&g);
	OK(hd_executor_free(&ex));
	CHECK_INT(count, 100);
}

struct fifo {
	int last[2];
	gate done;
};

static struct fifo fifo = {{-1, -1}, GATE};

static void *check_next(void *arg)
{
	int submitter = (int)INT(arg) & 1, number = (int)INT(arg) >> 1;

	CHECK_INT(number, fifo.last[submitter] + 1);
	fifo.last[submitter] = number;
	return NULL;
}

static void *submit_numbers(void *arg)
{
	hd_executor *ex = ((void **)arg)[0];
	intptr_t submitter = INT(((void **)arg)[1]);

	for (intptr_t i = 0; i < 2000; i++)
		OK(hd_executor_submit(ex, check_next, PTR(i * 2 + submitter), NULL));
	return NULL;
}

/* Catches: a queue that turns round what one submitter gives to one worker. */
static void fifo_one_worker(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	void *mine[] = {ex, PTR(0)};

	submit_numbers(mine);
	gate_open(&g);
	submit_numbers((void *[]){ex, PTR(1)});
	OK(hd_executor_free(&ex));
	CHECK_INT(fifo.last[0], 1999);
	CHECK_INT(fifo.last[1], 1999);
}

static void fifo_two_submitters(void)
{
	hd_executor *ex = executor_of(1);
	void *arg[2][2] = {{ex, PTR(0)}, {ex, PTR(1)}};
	runner r[2];

	for (int i = 0; i < 2; i++)
		runner_start(&r[i], submit_numbers, arg[i]);
	for (int i = 0; i < 2; i++)
		runner_join(&r[i]);
	OK(hd_executor_free(&ex));
	CHECK_INT(fifo.last[0], 1999);
	CHECK_INT(fifo.last[1], 1999);
}

enum { ORDERED = 20, ORDERED_WORKERS = 5 };
static struct {
	gate started, may_end[ORDERED];
	atomic_int order[ORDERED], count;
} ordered = {.started = GATE};

static void *start_in_order(void *arg)
{
	int i = (int)INT(arg);

	ordered.order[ordered.count++] = i;
	gate_arrive(&ordered.started);
	gate_wait(&ordered.may_end[i]);
	return NULL;
}

/* Twenty tasks on five workers: the first five start, then each end starts the next one.
 * Catches: a worker that takes more than its share and keeps the rest behind its own. */
static void start_order(void)
{
	hd_executor *ex = executor_of(ORDERED_WORKERS);
	int seen = 0;

	for (int i = 0; i < ORDERED; i++) {
		ordered.may_end[i] = (gate)GATE;
		OK(hd_executor_submit(ex, start_in_order, PTR(i), NULL));
	}
	gate_await(&ordered.started, ORDERED_WORKERS);
	for (int i = 0; i < ORDERED_WORKERS; i++)
		seen |= 1 << ordered.order[i];
	CHECK_INT(seen, (1 << ORDERED_WORKERS) - 1);
	for (int i = 0; i < ORDERED; i++) {
		gate_open(&ordered.may_end[i]);
		if (i + ORDERED_WORKERS < ORDERED) {
			gate_await(&ordered.started, ORDERED_WORKERS + i + 1);
			CHECK_INT(ordered.order[ORDERED_WORKERS + i],
				  ORDERED_WORKERS + i);
		}
	}
	OK(hd_executor_free(&ex));
}

/* -- task options --------------------------------------------------------------------------- */

static void *look_at_task(void *arg)
{
	hd_future *me = hd_future_current();

	CHECK(me != NULL);
	CHECK_STR(hd_future_label(me), "the label");
	CHECK_PTR(hd_future_user_data(me), &drops);
	CHECK_INT(hd_future_state(me), HD_RUNNING);
	CHECK(hd_cancel_token_current() != NULL);
	return arg;
}

static void task_options(void)
{
	hd_executor *ex = executor_of(1);
	hd_cancel_token *token;
	hd_future *f;
	char label[] = "the label";

	OK(hd_cancel_token_new(&token));
	OK(hd_executor_submit_task(ex,
				   &(hd_task){.fn = look_at_task,
					      .arg = PTR(5),
					      .drop = count_drop,
					      .free_result = count_free,
					      .user_data = &drops,
					      .label = label,
					      .token = token},
				   &f));
	label[0] = 'T';
	hd_cancel_token_unref(token);
	CHECK_INT(INT(value_of(f)), 5);
	CHECK_STR(hd_future_label(f), "the label");
	OK(hd_executor_free(&ex));
	CHECK_INT(drops, 0);
	CHECK_INT(frees, 0);
	hd_future_unref(f);
	CHECK_INT(frees, 1);
}

static void task_without_options(void)
{
	hd_executor *ex = executor_of(1);
	hd_future *f;

	OK(hd_executor_submit_task(ex, &(hd_task){.fn = task_square, .arg = PTR(3)}, &f));
	CHECK_INT(INT(value_of(f)), 9);
	CHECK_PTR(hd_future_label(f), NULL);
	CHECK_PTR(hd_future_user_data(f), NULL);
	hd_future_unref(f);
	OK(hd_executor_submit_task(ex, &(hd_task){.fn = task_same, .label = "x"}, NULL));
	OK(hd_executor_free(&ex));
}

/* -- what a task may do --------------------------------------------------------------------- */

static void task_raises(void)
{
	hd_executor *ex = executor_of(1);
	hd_future *f = submit(ex, task_fail, PTR(17)),
		  *next = submit(ex, task_square, PTR(3));

	CHECK_STR(failure_of(f, 17).message, "failed with 17");
	CHECK_INT(INT(value_of(next)), 9);
	CHECK_INT(hd_executor_threads(ex, NULL, 0), 1);
	hd_future_unref(f);
	hd_future_unref(next);
	OK(hd_executor_free(&ex));
}

static void *raise_zero(void *arg)
{
	(void)arg;
	return hd_raise(0, "no number");
}

static void *raise_twice(void *arg)
{
	(void)arg;
	hd_raise(1, "first");
	return hd_raise(2, "%s", "second");
}

static void *raise_and_forget(void *arg)
{
	hd_raise(1, "forgotten");
	return arg;
}

static void raise_rules(void)
{
	hd_executor *ex = executor_of(1);
	hd_future *f[] = {submit(ex, raise_zero, NULL), submit(ex, raise_twice, NULL),
			  submit(ex, raise_and_forget, PTR(5)),
			  submit(ex, task_same, NULL)};

	CHECK_STR(failure_of(f[0], HD_EFAILED).message, "no number");
	CHECK_STR(failure_of(f[1], 2).message, "second");
	CHECK_INT(INT(value_of(f[2])), 5);
	CHECK_PTR(value_of(f[3]), NULL);
	for (int i = 0; i < 4; i++)
		hd_future_unref(f[i]);
	OK(hd_executor_free(&ex));
}

static void *raise_with_data(void *data)
{
	return hd_raise_data(4, data, count_drop, "with data");
}

static void raise_data(void)
{
	hd_executor *ex = executor_of(1);
	hd_future *f = submit(ex, raise_with_data, &ex);

	CHECK_PTR(failure_of(f, 4).data, &ex);
	OK(hd_executor_submit(ex, raise_with_data, &ex, NULL));
	OK(hd_executor_free(&ex));
	CHECK_INT(drops, 1);
	hd_future_unref(f);
	CHECK_INT(drops, 2);
}

static void *return_text(void *text)
{
	char local[100];

	snprintf(local, sizeof local, "<%s>", (char *)text);
	return hd_return_copy(local, strlen(local) + 1);
}

static void return_copy(void)
{
	hd_executor *ex = executor_of(1);
	char text[] = "text";
	hd_future *f = submit(ex, return_text, text);

	OK(hd_executor_submit(ex, return_text, text, NULL));
	OK(hd_executor_free(&ex));
	CHECK_STR(value_of(f), "<text>");
	hd_future_unref(f);
}

static void *settle_myself(void *arg)
{
	hd_future *me = hd_future_current();
	bool run;

	CHECK_CODE(hd_future_set_result(me, NULL, NULL), HD_ESTATE);
	CHECK_CODE(hd_future_set_exception(me, 1, NULL, NULL, NULL), HD_ESTATE);
	CHECK_CODE(hd_future_set_running_or_notify_cancel(me, &run), HD_ESTATE);
	CHECK(!hd_future_cancel(me));
	return arg;
}

/* Catches: a running task whose future somebody else settles. */
static void worker_alone_settles(void)
{
	hd_executor *ex = executor_of(1);
	hd_future *f = submit(ex, settle_myself, PTR(5));

	CHECK_INT(INT(value_of(f)), 5);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static void running_is_read(void)
{
	gate g = GATE;
	hd_executor *ex = executor_of(1);
	hd_future *f = submit(ex, task_hold, &g), *queued = submit(ex, task_same, NULL);

	gate_await(&g, 1);
	CHECK_INT(hd_future_state(f), HD_RUNNING);
	CHECK(hd_future_running(f));
	CHECK(!hd_future_cancel(f));
	CHECK_INT(hd_future_state(queued), HD_PENDING);
	CHECK_CODE(hd_future_result(queued, 0, NULL), HD_ETIMEDOUT);
	gate_open(&g);
	value_of(f);
	value_of(queued);
	CHECK_INT(hd_future_state(f), HD_FINISHED);
	hd_future_unref(f);
	hd_future_unref(queued);
	OK(hd_executor_free(&ex));
}

static hd_executor *shared_executor;
static gate submitted_inside = GATE;

static void *submit_more(void *depth)
{
	for (int i = 0; INT(depth) > 0 && i < 2; i++)
		OK(hd_executor_submit(shared_executor, submit_more, PTR(INT(depth) - 1),
				      NULL));
	gate_arrive(&submitted_inside);
	return NULL;
}

static void submit_in_task(void)
{
	shared_executor = executor_of(3);
	OK(hd_executor_submit(shared_executor, submit_more, PTR(8), NULL));
	gate_await(&submitted_inside, 511);
	OK(hd_executor_free(&shared_executor));
	CHECK_INT(gate_arrived(&submitted_inside), 511);
}

static void *worker_name(void *name)
{
	snprintf(name, 16, "%s", hd_thread_current_name());
	return NULL;
}

static void *name_elsewhere(void *name)
{
	hd_future *f = submit(shared_executor, worker_name, name);

	value_of(f);
	hd_future_unref(f);
	return NULL;
}

/* Catches: a worker that keeps what it submits to another executor. */
static void submit_to_another(void)
{
	const hd_executor_options there = {.thread_name_prefix = "there"};
	hd_executor *here = executor_of(1);
	char name[16] = "";
	hd_future *f;

	OK(hd_executor_new_threads(1, &there, &shared_executor));
	for (int i = 0; i < 20; i++) {
		f = submit(here, name_elsewhere, name);
		value_of(f);
		hd_future_unref(f);
		CHECK_STR(name, "there_0");
	}
	OK(hd_executor_free(&here));
	OK(hd_executor_free(&shared_executor));
}

static void *open_gate(void *g)
{
	gate_open(g);
	return NULL;
}

static void *submit_and_block(void *g)
{
	OK(hd_executor_submit(shared_executor, open_gate, g, NULL));
	gate_wait(g);
	return NULL;
}

/* Both workers are there, so what the blocked one submitted stands in its own queue.
 * Catches: workers that do not take from each other. */
static void blocked_task_blocks_nobody(void)
{
	gate all = GATE, g = GATE;

	shared_executor = executor_of(2);
	for (int i = 0; i < 2; i++)
		OK(hd_executor_submit(shared_executor, task_hold, &all, NULL));
	gate_await(&all, 2);
	gate_open(&all);
	OK(hd_executor_submit(shared_executor, submit_and_block, &g, NULL));
	gate_wait(&g);
	OK(hd_executor_free(&shared_executor));
}

static void *submit_three_and_block(void *g)
{
	for (int i = 0; i < 3; i++)
		OK(hd_executor_submit(shared_executor, task_hold, g, NULL));
	gate_await(g, 3);
	gate_open(g);
	return NULL;
}

/* Catches: a worker that takes one of several tasks of a blocked one, and wakes nobody. */
static void burst_from_blocked_task(void)
{
	for (int round = 0; round < probe_scaled(50); round++) {
		gate all = GATE, g = GATE;

		shared_executor = executor_of(4);
		for (int i = 0; i < 4; i++)
			OK(hd_executor_submit(shared_executor, task_hold, &all, NULL));
		gate_await(&all, 4);
		gate_open(&all);
		OK(hd_executor_submit(shared_executor, submit_three_and_block, &g, NULL));
		gate_wait(&g);
		OK(hd_executor_free(&shared_executor));
	}
}

static int first_tid;

static void *note_tid_and_hold(void *g)
{
	first_tid = gettid();
	return task_hold(g);
}

/* Its first task is cancelled while the initializer runs.
 * Catches: a worker that is taken for busy ever after. */
static void cancelled_frees_worker(void)
{
	gate g = GATE;
	const hd_executor_options options = {.initializer = note_tid_and_hold,
					     .initarg = &g};
	hd_executor *ex;
	hd_future *f;

	OK(hd_executor_new_threads(4, &options, &ex));
	f = submit(ex, task_same, NULL);
	gate_await(&g, 1);
	CHECK(hd_future_cancel(f));
	hd_future_unref(f);
	gate_open(&g);
	thread_asleep(first_tid);
	f = submit(ex, task_square, PTR(3));
	CHECK_INT(INT(value_of(f)), 9);
	hd_future_unref(f);
	CHECK_INT(hd_executor_threads(ex, NULL, 0), 1);
	OK(hd_executor_free(&ex));
}

static atomic_bool chain_ends;
static atomic_int links;

/* A chain of tasks, each of which submits the next. */
static void *next_link(void *arg)
{
	links++;
	if (!chain_ends)
		OK(hd_executor_submit(shared_executor, next_link, NULL, NULL));
	return arg;
}

static void *end_chain(void *arg)
{
	chain_ends = true;
	return arg;
}

/* Catches: tasks that submit tasks, and never let the worker come to its queue. */
static void chain_starves_nobody(void)
{
	hd_future *f;

	shared_executor = executor_of(1);
	for (int i = 0; i < 3; i++)
		OK(hd_executor_submit(shared_executor, next_link, NULL, NULL));
	f = submit(shared_executor, end_chain, NULL);
	value_of(f);
	hd_future_unref(f);
	f = submit(shared_executor, end_chain, NULL);
	value_of(f);
	hd_future_unref(f);
	OK(hd_executor_free(&shared_executor));
	CHECK(links >= 3);
}

static journal started = JOURNAL;

static void *note_leaf(void *n)
{
	journal_add(&started, "%d", (int)INT(n));
	return NULL;
}

static void *note_and_submit(void *n)
{
	note_leaf(n);
	for (int i = 1; i <= 3; i++)
		OK(hd_executor_submit(shared_executor, note_leaf, PTR(10 * INT(n) + i),
				      NULL));
	return NULL;
}

/* Catches: a worker that starts the newest of its own tasks first. */
static void fifo_in_task(void)
{
	hd_future *f;

	shared_executor = executor_of(1);
	f = submit(shared_executor, note_and_submit, PTR(1));
	value_of(f);
	hd_future_unref(f);
	OK(hd_executor_free(&shared_executor));
	CHECK_JOURNAL(&started, "1 11 12 13");
}

static void *submit_from_callback(hd_future *f, void *g)
{
	(void)f;
	OK(hd_executor_submit(shared_executor, task_hold, g, NULL));
	return NULL;
}

static void submit_in_callback(void)
{
	gate g = GATE;
	hd_future *f;

	shared_executor = executor_of(1);
	f = submit(shared_executor, task_same, NULL);
	OK(hd_future_add_done_callback(f, submit_from_callback, &g));
	gate_await(&g, 1);
	gate_open(&g);
	hd_future_unref(f);
	OK(hd_executor_free(&shared_executor));
}

/* The callback's own thread is not free while it blocks: the task needs another one. */
static void *block_in_callback(hd_future *f, void *g)
{
	gate *gates = g;

	(void)f;
	gate_wait(&gates[0]);
	OK(hd_executor_submit(shared_executor, open_gate, &gates[1], NULL));
	gate_wait(&gates[1]);
	return NULL;
}

static void callback_blocks(void)
{
	gate g[3] = {GATE, GATE, GATE};
	hd_future *f;

	shared_executor = executor_of(2);
	f = submit(shared_executor, task_hold, &g[2]);
	OK(hd_future_add_done_callback(f, block_in_callback, g));
	gate_open(&g[2]);
	value_of(f);
	gate_open(&g[0]);
	gate_wait(&g[1]);
	CHECK_INT(hd_executor_threads(shared_executor, NULL, 0), 2);
	hd_future_unref(f);
	OK(hd_executor_free(&shared_executor));
}

static void *note_worker(hd_future *f, void *name)
{
	(void)f;
	snprintf(name, 40, "%s", hd_thread_current_name());
	return NULL;
}

static void callback_in_worker(void)
{
	gate g = GATE;
	hd_executor *ex;
	hd_future *f;
	char name[40] = "";

	OK(hd_executor_new_threads(1, &(hd_executor_options){.thread_name_prefix = "w"},
				   &ex));
	f = submit(ex, task_hold, &g);
	OK(hd_future_add_done_callback(f, note_worker, name));
	gate_open(&g);
	OK(hd_executor_free(&ex));
	CHECK_STR(name, "w_0");
	hd_future_unref(f);
}

/* -- workers -------------------------------------------------------------------------------- */

static void workers_wrong(void)
{
	static const int wrong[] = {0, -1, -100, INT_MIN + 1};
	hd_executor *ex = (hd_executor *)&drops;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		CHECK_CODE(hd_executor_new_threads(wrong[i], NULL, &ex), HD_EWORKERS);
		CHECK_PTR(ex, &drops);
	}
	CHECK_STR(hd_strerror(HD_EWORKERS), "max_workers must be greater than 0");
}

static void workers_default(void)
{
	hd_executor *ex = executor_of(HD_DEFAULT_WORKERS);
	int expected = hd_cpu_count() + 4;

	CHECK_INT(hd_executor_workers(ex), expected < 32 ? expected : 32);
	OK(hd_executor_free(&ex));
	ex = executor_of(7);
	CHECK_INT(hd_executor_workers(ex), 7);
	OK(hd_executor_free(&ex));
}

static void workers_default_masked(void)
{
	cpu_set_t set;
	hd_executor *ex;

	CPU_ZERO(&set);
	CPU_SET(sched_getcpu(), &set);
	CHECK_INT(sched_setaffinity(0, sizeof set, &set), 0);
	ex = executor_of(HD_DEFAULT_WORKERS);
	CHECK_INT(hd_executor_workers(ex), 5);
	OK(hd_executor_free(&ex));
}

/* How many CPUs the process has; 0: as many as it has. */
static int pretended_cpus;

/* In place of the C library's, for everybody in this program. */
int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set)
{
	CPU_ZERO_S(size, set);
	if (!pretended_cpus)
		return syscall(SYS_sched_getaffinity, pid, size, set) < 0 ? -1 : 0;
	for (int i = 0; i < pretended_cpus; i++)
		CPU_SET_S((size_t)i, size, set);
	return 0;
}

static void workers_default_many(void)
{
	static const int cpus[] = {27, 28, 29, 500}, expected[] = {31, 32, 32, 32};

	for (int i = 0; i < 4; i++) {
		hd_executor *ex;

		pretended_cpus = cpus[i];
		CHECK_INT(hd_cpu_count(), cpus[i]);
		ex = executor_of(HD_DEFAULT_WORKERS);
		CHECK_INT(hd_executor_workers(ex), expected[i]);
		OK(hd_executor_free(&ex));
	}
}

/* Catches: all threads started at once. */
static void lazy_spawn(void)
{
	gate g = GATE;
	hd_executor *ex = executor_of(4);

	CHECK_INT(hd_executor_threads(ex, NULL, 0), 0);
	for (int i = 1; i <= 6; i++) {
		OK(hd_executor_submit(ex, task_hold, &g, NULL));
		gate_await(&g, i < 4 ? i : 4);
		CHECK_INT(hd_executor_threads(ex, NULL, 0), i < 4 ? i : 4);
	}
	gate_open(&g);
	OK(hd_executor_free(&ex));
}

/* Catches: an idle count that is raised after the result is published. */
static void idle_reuse(void)
{
	for (int no_spinning = 0; no_spinning < 2; no_spinning++) {
		hd_executor_options options = {.no_spinning = no_spinning};
		hd_executor *ex;

		OK(hd_executor_new_threads(8, &options, &ex));
		for (int i = 0; i < 1000; i++) {
			hd_future *f = submit(ex, task_square, PTR(i));

			CHECK_INT(INT(value_of(f)), i * i);
			hd_future_unref(f);
		}
		CHECK_INT(hd_executor_threads(ex, NULL, 0), 1);
		OK(hd_executor_free(&ex));
	}
}

/* Catches: more threads than max_workers, or fewer than the work can use. */
static void saturation(void)
{
	enum { WORKERS = 4, TASKS = 15 * WORKERS };
	gate g = GATE;
	hd_executor *ex = executor_of(WORKERS);

	for (int i = 0; i < TASKS; i++)
		OK(hd_executor_submit(ex, task_hold, &g, NULL));
	CHECK_INT(hd_executor_threads(ex, NULL, 0), WORKERS);
	gate_await(&g, WORKERS);
	CHECK_INT(gate_arrived(&g), WORKERS);
	CHECK_INT(hd_executor_queued(ex), TASKS - WORKERS);
	gate_open(&g);
	OK(hd_executor_free(&ex));
	CHECK_INT(gate_arrived(&g), TASKS);
}

static struct {
	atomic_int now, most;
} running;

static void *count_running(void *arg)
{
	int n = ++running.now, most = running.most;

	while (n > most && !atomic_compare_exchange_weak(&running.most, &most, n))
		continue;
	sched_yield();
	running.now--;
	return arg;
}

static void never_more_than_workers(void)
{
	hd_executor *ex = executor_of(3);

	for (int i = 0; i < probe_scaled(5000); i++)
		OK(hd_executor_submit(ex, count_running, NULL, NULL));
	OK(hd_executor_free(&ex));
	CHECK_WITHIN(running.most, 1, 3);
}

static void all_workers_at_once(void)
{
	gate g = GATE;
	hd_executor *ex = executor_of(16);

	for (int i = 0; i < 16; i++)
		OK(hd_executor_submit(ex, task_hold, &g, NULL));
	gate_await(&g, 16);
	gate_open(&g);
	OK(hd_executor_free(&ex));
}

/* All workers sleep; a burst must wake as many as it needs.
 * Catches: one wake for many tasks that is not passed on. */
static void burst_wakes_all(void)
{
	hd_executor *ex = executor_of(4);

	for (int round = 0; round < probe_scaled(200); round++) {
		gate g = GATE;
		hd_future *f[4];

		for (int i = 0; i < 4; i++)
			f[i] = submit(ex, task_hold, &g);
		gate_await(&g, 4);
		gate_open(&g);
		for (int i = 0; i < 4; i++) {
			value_of(f[i]);
			hd_future_unref(f[i]);
		}
	}
	OK(hd_executor_free(&ex));
}

/* -- names ---------------------------------------------------------------------------------- */

static void names_given(void)
{
	static const char prefix[] = "a-prefix-longer-than-fifteen-bytes";
	char copied[sizeof prefix], expected[60];
	hd_executor_options options = {.thread_name_prefix = copied};
	hd_thread *threads[3];
	hd_executor *ex;
	gate g = GATE;

	memcpy(copied, prefix, sizeof prefix);
	OK(hd_executor_new_threads(3, &options, &ex));
	memset(copied, 'x', sizeof copied - 1);
	for (int i = 0; i < 3; i++) {
		OK(hd_executor_submit(ex, task_hold, &g, NULL));
		gate_await(&g, i + 1);
	}
	CHECK_INT(hd_executor_threads(ex, threads, 3), 3);
	for (int i = 0; i < 3; i++) {
		snprintf(expected, sizeof expected, "%s_%d", prefix, i);
		CHECK_STR(hd_thread_name(threads[i]), expected);
		hd_thread_unref(threads[i]);
	}
	gate_open(&g);
	OK(hd_executor_free(&ex));
}

static void *copy_name(void *arg)
{
	const char *name = hd_thread_current_name();

	(void)arg;
	CHECK_STR(name, hd_thread_name(hd_thread_current()));
	return hd_return_copy(name, strlen(name) + 1);
}

static void names_default(void)
{
	int number[2], end;

	for (int i = 0; i < 2; i++) {
		hd_executor *ex = executor_of(1);
		hd_future *f = submit(ex, copy_name, NULL);
		char *name = value_of(f);

		CHECK_INT(sscanf(name, "ThreadPoolExecutor-%d_0%n", &number[i], &end), 1);
		CHECK_INT(name[end], '\0');
		hd_future_unref(f);
		OK(hd_executor_free(&ex));
	}
	CHECK(number[0] != number[1]);
}

/* -- other ------------------------------------------------------------------------------------ */

static void queued(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	hd_future *f[5];

	CHECK_INT(hd_executor_queued(ex), 0);
	for (int i = 0; i < 5; i++) {
		f[i] = submit(ex, task_same, NULL);
		CHECK_INT(hd_executor_queued(ex), i + 1);
	}
	gate_open(&g);
	for (int i = 0; i < 5; i++) {
		value_of(f[i]);
		hd_future_unref(f[i]);
	}
	CHECK_INT(hd_executor_queued(ex), 0);
	OK(hd_executor_free(&ex));
}

static void cancelled_does_not_run(void)
{
	gate g = GATE;
	hd_executor *ex = executor_held(&g);
	atomic_int count = 0, calls = 0;
	hd_future *f[6];

	for (int i = 0; i < 6; i++) {
		f[i] = submit(ex, task_count, &count);
		OK(hd_future_add_done_callback(f[i], callback_count, &calls));
	}
	for (int i = 0; i < 6; i += 2)
		CHECK(hd_future_cancel(f[i]));
	CHECK_INT(calls, 3);
	gate_open(&g);
	OK(hd_executor_free(&ex));
	CHECK_INT(count, 3);
	CHECK_INT(calls, 6);
	for (int i = 0; i < 6; i++) {
		CHECK_INT(hd_future_state(f[i]),
			  i % 2 ? HD_FINISHED : HD_CANCELLED_AND_NOTIFIED);
		hd_future_unref(f[i]);
	}
}

static void free_twice(void)
{
	hd_executor *ex = executor_of(2);

	OK(hd_executor_submit(ex, task_same, NULL, NULL));
	OK(hd_executor_free(&ex));
	CHECK_PTR(ex, NULL);
	OK(hd_executor_free(&ex));
	hd_executor_drop(&ex);
}

static void free_unused(void)
{
	hd_executor *ex = executor_of(2);

	OK(hd_executor_free(&ex));
	ex = executor_of(2);
	hd_executor_drop(&ex);
	CHECK_PTR(ex, NULL);
}

static gate result_freed = GATE;

static void open_when_freed(void *result)
{
	(void)result;
	gate_open(&result_freed);
}

/* Catches: an executor that hangs on to a finished task until the next one comes. */
static void no_stale_reference(void)
{
	hd_executor *ex = executor_of(1);
	hd_task task = {.fn = task_same, .arg = PTR(1), .free_result = open_when_freed};
	hd_future *f;

	OK(hd_executor_submit_task(ex, &task, &f));
	value_of(f);
	hd_future_unref(f);
	gate_wait(&result_freed);
	result_freed = (gate)GATE;
	OK(hd_executor_submit_task(ex, &task, NULL));
	gate_wait(&result_freed);
	OK(hd_executor_free(&ex));
}

static void *fail_init(void *arg)
{
	(void)arg;
	return hd_raise(1, "no");
}

/* Catches: state that two executors share. */
static void two_share_nothing(void)
{
	gate g = GATE;
	hd_executor *held = executor_held(&g), *free_one = executor_of(2), *broken;
	hd_executor_options options = {.initializer = fail_init};
	hd_future *f;

	OK(hd_executor_new_threads(1, &options, &broken));
	f = submit(broken, task_same, NULL);
	failure_of(f, HD_EBROKEN);
	hd_future_unref(f);
	OK(hd_executor_free(&broken));
	for (int i = 0; i < 100; i++) {
		f = submit(free_one, task_square, PTR(i));
		CHECK_INT(INT(value_of(f)), i * i);
		hd_future_unref(f);
	}
	CHECK_INT(hd_executor_threads(held, NULL, 0), 1);
	CHECK_INT(hd_executor_queued(held), 0);
	OK(hd_executor_shutdown(free_one, true, true));
	f = submit(held, task_square, PTR(3));
	CHECK_INT(hd_executor_queued(held), 1);
	CHECK_INT(hd_executor_queued(free_one), 0);
	gate_open(&g);
	CHECK_INT(INT(value_of(f)), 9);
	hd_future_unref(f);
	OK(hd_executor_free(&held));
	OK(hd_executor_free(&free_one));
}

static const probe_case cases[] = {
	CASE(submit_result, "submit gives a future with the result"),
	CASE(submit_copy, "a copied argument of 100,000 bytes"),
	CASE(submit_copy_small, "a copied loop variable of one byte"),
	CASE(raise_with_copy, "raising with words from a copy"),
	CASE(submit_copy_nothing, "a copy of nothing, or of too much, is an error"),
	CASE(submit_and_forget, "tasks without future all run"),
	CASE(future_unref_before_run, "a forgotten future's task runs"),
	CASE(fifo_one_worker, "one worker starts tasks in the order submitted"),
	CASE(fifo_two_submitters, "two submitters: each one's order"),
	CASE(start_order, "20 tasks on 5 workers start in order"),
	CASE(task_options, "label, user data, token, free_result"),
	CASE(task_without_options, "a task of nothing but a function"),
	CASE(task_raises, "a task that raises; its worker goes on"),
	CASE(raise_rules, "code 0, raising twice, raising and not returning it"),
	CASE(raise_data, "a raised host object is dropped once"),
	CASE(return_copy, "a copied result belongs to the future"),
	CASE(worker_alone_settles, "nobody else settles a running task"),
	CASE(running_is_read, "running and pending can be read"),
	CASE(submit_in_task, "tasks submit tasks"),
	CASE(submit_to_another, "a task submits to another executor: it runs there"),
	CASE(blocked_task_blocks_nobody, "others take what a blocked task submitted"),
	CASE(burst_from_blocked_task, "three of them are taken by three workers"),
	CASE(cancelled_frees_worker, "a worker whose task was cancelled is free"),
	CASE(chain_starves_nobody, "a chain of tasks does not starve the queue"),
	CASE(fifo_in_task, "what a task submits starts in that order"),
	CASE(submit_in_callback, "callbacks submit tasks"),
	CASE(callback_blocks, "a callback waits for a task that it submitted"),
	CASE(callback_in_worker, "callbacks run in the worker"),
	CASE(workers_wrong, "0 workers or less is an error"),
	CASE(workers_default, "min(32, CPUs + 4) by default"),
	CASE(workers_default_masked, "5 by default on one CPU"),
	CASE(workers_default_many, "32 by default on 28 CPUs and more"),
	CASE(lazy_spawn, "threads start when there is work and nobody idle"),
	CASE(idle_reuse, "1000 times submit and result use one thread"),
	CASE(saturation, "60 tasks that hold: 4 threads, 56 queued"),
	CASE(never_more_than_workers, "never more tasks at once than workers"),
	CASE(all_workers_at_once, "16 workers all run at once"),
	CASE(burst_wakes_all, "a burst wakes as many sleepers as it needs"),
	CASE(names_given, "prefix_N, whole names, prefix copied"),
	CASE(names_default, "ThreadPoolExecutor-N_k, N of its own"),
	CASE(queued, "how many are queued"),
	CASE(cancelled_does_not_run, "what was cancelled does not run"),
	CASE(free_twice, "freeing twice is harmless"),
	CASE(free_unused, "freeing and dropping an executor that never worked"),
	CASE(no_stale_reference, "a finished task is let go of at once"),
	CASE(two_share_nothing,
	     "held, broken and shut down executors do not touch others"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
