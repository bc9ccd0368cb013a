/* SPDX-License-Identifier: MIT */
/* The contract of branches: fork and join inside a task, wherever a branch runs. */
#include "probe.h"

static hd_executor *ex;

/* -- results --------------------------------------------------------------------------------- */

static void *fork_and_join(void *n)
{
	hd_branch square, same;
	void *value = NULL;

	hd_branch_fork(&same, task_same, n);
	hd_branch_fork(&square, task_square, n);
	OK(hd_branch_join(&square, &value));
	OK(hd_branch_join(&same, NULL));
	CHECK_INT(hd_branch_exception(&square).code, 0);
	return value;
}

static void results(void)
{
	for (int workers = 1; workers <= 3; workers++)
		CHECK_INT(INT(run_in_task(&ex, workers, fork_and_join, PTR(9))), 81);
	CHECK_INT(INT(fork_and_join(PTR(7))), 49);
}

static void *fib(void *n)
{
	hd_branch half;
	void *a;
	intptr_t b;

	if (INT(n) < 2)
		return n;
	hd_branch_fork(&half, fib, PTR(INT(n) - 1));
	b = INT(fib(PTR(INT(n) - 2)));
	OK(hd_branch_join(&half, &a));
	return PTR(INT(a) + b);
}

static void recursion(void)
{
	CHECK_INT(INT(run_in_task(&ex, 1, fib, PTR(20))), 6765);
	CHECK_INT(INT(run_in_task(&ex, 2, fib, PTR(20))), 6765);
	CHECK_INT(INT(run_in_task(&ex, 4, fib, PTR(20))), 6765);
	CHECK_INT(INT(fib(PTR(20))), 6765);
}

enum { MANY = 3000 };

static void *fork_many(void *arg)
{
	hd_branch *all = aligned_alloc(_Alignof(hd_branch), MANY * sizeof *all);
	intptr_t sum = 0;
	void *value;

	CHECK(all);
	for (int i = 0; i < MANY; i++)
		hd_branch_fork(&all[i], task_same, PTR(i));
	for (int i = MANY; i-- > 0;) {
		OK(hd_branch_join(&all[i], &value));
		CHECK_INT(INT(value), i);
		sum += INT(value);
	}
	free(all);
	(void)arg;
	return PTR(sum);
}

/* Catches: a worker's queue that loses branches when it grows. */
static void many(void)
{
	for (int workers = 1; workers <= 3; workers++)
		CHECK_INT(INT(run_in_task(&ex, workers, fork_many, NULL)),
			  MANY * (MANY - 1) / 2);
}

/* -- where it runs --------------------------------------------------------------------------- */

static journal order = JOURNAL;
static int owner_tid, branch_tid;
static hd_future *owner_current;
static hd_cancel_token *owner_token;

static void note_owner(void)
{
	owner_tid = gettid();
	owner_current = hd_future_current();
	owner_token = hd_cancel_token_current();
}

static void *note_branch(void *arg)
{
	branch_tid = gettid();
	CHECK_PTR(hd_future_current(), owner_current);
	CHECK_PTR(hd_cancel_token_current(), owner_token);
	journal_add(&order, "branch");
	return arg;
}

static void *fork_and_note(void *arg)
{
	hd_branch branch;
	void *value;

	note_owner();
	hd_branch_fork(&branch, note_branch, arg);
	journal_add(&order, "owner");
	OK(hd_branch_join(&branch, &value));
	CHECK_PTR(value, arg);
	CHECK_INT(branch_tid, owner_tid);
	return value;
}

static void outside(void)
{
	CHECK_INT(INT(fork_and_note(PTR(3))), 3);
	CHECK_PTR(owner_current, NULL);
	CHECK_JOURNAL(&order, "owner branch");
}

static void serial(void)
{
	hd_future *f;

	OK(hd_executor_new_serial(NULL, &ex));
	f = submit(ex, fork_and_note, PTR(4));
	CHECK_INT(INT(value_of(f)), 4);
	CHECK_INT(branch_tid, gettid());
	CHECK(owner_current == f);
	CHECK_JOURNAL(&order, "owner branch");
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static void one_worker(void)
{
	CHECK_INT(INT(run_in_task(&ex, 1, fork_and_note, PTR(5))), 5);
	CHECK(owner_current != NULL);
	CHECK_JOURNAL(&order, "owner branch");
}

static gate stolen = GATE;

static void *note_and_arrive(void *arg)
{
	note_branch(arg);
	gate_arrive(&stolen);
	return arg;
}

static int tids[2];

static void *note_tid(void *both)
{
	static atomic_int count;

	tids[count++] = gettid();
	return task_hold(both);
}

/* Two workers, both of which have run something. */
static hd_executor *executor_of_two(void)
{
	hd_executor *two = executor_of(2);
	gate both = GATE;
	hd_future *f[2];

	for (int i = 0; i < 2; i++)
		f[i] = submit(two, note_tid, &both);
	gate_await(&both, 2);
	gate_open(&both);
	for (int i = 0; i < 2; i++) {
		value_of(f[i]);
		hd_future_unref(f[i]);
	}
	return two;
}

/* The owner goes on to join only when another worker runs the branch. */
static void *fork_and_be_robbed(void *arg)
{
	hd_branch branch;
	void *value;

	note_owner();
	CHECK_PTR(hd_future_user_data(hd_future_current()), PTR(77));
	if (tids[0])
		thread_asleep(tids[tids[0] == owner_tid]);
	hd_branch_fork(&branch, note_and_arrive, arg);
	gate_await(&stolen, 1);
	OK(hd_branch_join(&branch, &value));
	CHECK_PTR(value, arg);
	CHECK(branch_tid != owner_tid);
	return value;
}

static void robbed(hd_executor *executor)
{
	hd_task task = {.fn = fork_and_be_robbed, .arg = PTR(6), .user_data = PTR(77)};
	hd_future *f;

	ex = executor;
	OK(hd_cancel_token_new(&task.token));
	OK(hd_executor_submit_task(ex, &task, &f));
	CHECK_INT(INT(value_of(f)), 6);
	CHECK_INT(hd_executor_threads(ex, NULL, 0), 2);
	CHECK(owner_current == f);
	CHECK_PTR(owner_token, task.token);
	hd_cancel_token_unref(task.token);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

/* Catches: a branch that nobody is woken for. */
static void taken(void)
{
	robbed(executor_of_two());
}

/* Catches: branches that leave an executor with the thread that it began with. */
static void grows(void)
{
	robbed(executor_of(2));
}

static gate end = GATE;

static void *arrive_and_wait(void *arg)
{
	gate_arrive(&stolen);
	gate_wait(&end);
	return arg;
}

static void *fork_and_sleep(void *arg)
{
	hd_branch branch;
	void *value;

	hd_branch_fork(&branch, arrive_and_wait, arg);
	gate_await(&stolen, 1);
	owner_tid = gettid();
	gate_arrive(&end);
	OK(hd_branch_join(&branch, &value));
	return value;
}

/* Catches: an owner that sleeps, and that the end of its branch does not wake. */
static void sleeping_owner(void)
{
	hd_future *f;

	ex = executor_of(2);
	f = submit(ex, fork_and_sleep, PTR(8));
	gate_await(&end, 1);
	thread_asleep(owner_tid);
	gate_open(&end);
	CHECK_INT(INT(value_of(f)), 8);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static void *fork_in_callback(hd_future *f, void *called)
{
	hd_branch branch;

	CHECK(f != NULL);
	note_owner();
	CHECK_PTR(owner_current, NULL);
	hd_branch_fork(&branch, note_and_arrive, PTR(9));
	gate_await(&stolen, 1);
	OK(hd_branch_join(&branch, NULL));
	gate_open(called);
	return NULL;
}

/* A callback runs in a worker, but in no task: then its branches are in none, too. */
static void in_callback(void)
{
	gate hold = GATE, called = GATE;
	hd_future *f;

	ex = executor_of_two();
	f = submit(ex, task_hold, &hold);
	OK(hd_future_add_done_callback(f, fork_in_callback, &called));
	gate_open(&hold);
	gate_wait(&called);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

static void *fork_in_initializer(void *arg)
{
	hd_branch branch;

	hd_branch_fork(&branch, task_count, arg);
	OK(hd_branch_join(&branch, NULL));
	return NULL;
}

static void in_initializer(void)
{
	atomic_int count = 0;
	hd_executor_options options = {.initializer = fork_in_initializer,
				       .initarg = &count};

	OK(hd_executor_new_threads(1, &options, &ex));
	OK(hd_executor_submit(ex, task_count, &count, NULL));
	OK(hd_executor_free(&ex));
	CHECK_INT(count, 2);
}

/* -- failures -------------------------------------------------------------------------------- */

static bool let_steal;

/* What a branch does first, if it is to be stolen. */
static void begin(void)
{
	if (let_steal)
		gate_arrive(&stolen);
}

static void wait_for_thief(void)
{
	if (let_steal)
		gate_await(&stolen, 1);
}

/* A case in a task of one worker, where the owner runs its branch, and in one of two, where
 * another worker does. */
static void on_both_stacks(hd_fn *task)
{
	let_steal = false;
	run_in_task(&ex, 1, task, NULL);
	task(NULL);
	let_steal = true;
	stolen.arrived = 0;
	run_in_task(&ex, 2, task, NULL);
}

static void *raise_object(void *count)
{
	begin();
	return hd_raise_data(12, count, count_drop, "no %s", "luck");
}

static void *join_failure(void *arg)
{
	int before = drops;
	hd_branch branch;
	void *value = &branch;
	hd_error error;

	hd_branch_fork(&branch, raise_object, PTR(5));
	wait_for_thief();
	CHECK_CODE(hd_branch_join(&branch, &value), HD_EFAILED);
	CHECK_PTR(value, &branch);
	error = hd_branch_exception(&branch);
	CHECK_INT(error.code, 12);
	CHECK_STR(error.message, "no luck");
	CHECK_PTR(error.data, PTR(5));
	CHECK_INT(drops, before);
	hd_branch_destroy(&branch);
	CHECK_INT(drops, before + 1);
	hd_branch_destroy(&branch);
	CHECK_INT(drops, before + 1);
	CHECK_INT(hd_branch_exception(&branch).code, 0);
	return arg;
}

static void failures(void)
{
	on_both_stacks(join_failure);
}

static void *return_bytes(void *arg)
{
	(void)arg;
	begin();
	return hd_return_copy("some bytes", 11);
}

/* Under AddressSanitizer the copy is lost if it is not freed. */
static void *join_copy(void *arg)
{
	hd_branch branch;
	void *value;

	hd_branch_fork(&branch, return_bytes, NULL);
	wait_for_thief();
	OK(hd_branch_join(&branch, &value));
	CHECK_STR(value, "some bytes");
	hd_branch_destroy(&branch);
	hd_branch_destroy(&branch);
	return arg;
}

static void copies(void)
{
	on_both_stacks(join_copy);
}

static void *leave_lying(void *arg)
{
	begin();
	hd_raise(2, "left lying");
	return arg;
}

static void *raise_around_join(void *arg)
{
	hd_branch branch;
	void *raised;

	(void)arg;
	hd_branch_fork(&branch, leave_lying, NULL);
	raised = hd_raise(7, "the owner's");
	OK(hd_branch_join(&branch, NULL));
	return raised;
}

/* Catches: a branch that takes its owner's failure, or leaves it its own. */
static void owner_raises(void)
{
	hd_future *f;

	ex = executor_of(1);
	f = submit(ex, raise_around_join, NULL);
	CHECK_STR(failure_of(f, 7).message, "the owner's");
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

/* -- what would never end -------------------------------------------------------------------- */

static void *shut_down(void *arg)
{
	begin();
	CHECK_CODE(hd_executor_shutdown(ex, true, false), HD_EDEADLOCK);
	CHECK_CODE(hd_executor_free(&ex), HD_EDEADLOCK);
	return arg;
}

static void *wait_for_owner(void *owner)
{
	hd_future *f = owner;

	begin();
	CHECK_CODE(hd_future_result(f, HD_FOREVER, NULL), HD_EDEADLOCK);
	CHECK_CODE(hd_wait(&f, 1, HD_FOREVER, HD_ALL_COMPLETED, NULL), HD_EDEADLOCK);
	return owner;
}

static void *fork_hopeless(void *fn)
{
	hd_branch branch;
	void *value, *me = hd_future_current();

	hd_branch_fork(&branch, *(hd_fn **)fn, me);
	wait_for_thief();
	OK(hd_branch_join(&branch, &value));
	CHECK_PTR(value, me);
	return NULL;
}

static void hopeless(hd_fn *fn)
{
	run_in_task(&ex, 1, fork_hopeless, &fn);
	let_steal = true;
	run_in_task(&ex, 2, fork_hopeless, &fn);
}

static void shutdown_inside(void)
{
	hopeless(shut_down);
}

static void owner_awaited(void)
{
	hopeless(wait_for_owner);
}

/* -- among other tasks ------------------------------------------------------------------------- */

static atomic_int count;

static void *join_below_tasks(void *arg)
{
	hd_branch first, second;
	hd_future *above;

	hd_branch_fork(&first, task_count, &count);
	hd_branch_fork(&second, task_count, &count);
	OK(hd_executor_submit(ex, task_count, &count, NULL));
	above = submit(ex, task_count, &count);
	OK(hd_branch_join(&second, NULL));
	OK(hd_branch_join(&first, NULL));
	value_of(above);
	hd_future_unref(above);
	return arg;
}

/* Catches: a join that finds only what lies on top. */
static void below_tasks(void)
{
	for (int workers = 1; workers <= 3; workers++) {
		count = 0;
		run_in_task(&ex, workers, join_below_tasks, NULL);
		CHECK_INT(count, 4);
	}
}

/* No branch is the newest when it is joined: each is run as a task, on top of the last. */
static void *go_down(void *depth)
{
	hd_branch below;
	hd_future *newest, *me = hd_future_current();
	void *value;

	if (!INT(depth))
		return PTR(0);
	hd_branch_fork(&below, go_down, PTR(INT(depth) - 1));
	newest = submit(ex, task_same, NULL);
	OK(hd_branch_join(&below, &value));
	CHECK_PTR(hd_future_current(), me);
	value_of(newest);
	hd_future_unref(newest);
	return PTR(INT(value) + 1);
}

/* Catches: a stack so deep that it takes nothing any more, with the branch in its own queue. */
static void deep(void)
{
	CHECK_INT(INT(run_in_task(&ex, 1, go_down, PTR(400))), 400);
	CHECK_INT(INT(run_in_task(&ex, 2, go_down, PTR(400))), 400);
}

static void *fork_and_submit(void *arg)
{
	hd_branch branch;
	hd_future *f;

	hd_branch_fork(&branch, task_square, PTR(3));
	f = submit(ex, fib, PTR(10));
	CHECK_INT(INT(value_of(f)), 55);
	hd_future_unref(f);
	OK(hd_branch_join(&branch, NULL));
	return arg;
}

/* A wait between fork and join runs other tasks: the branch may have run by then. */
static void wait_before_join(void)
{
	for (int workers = 1; workers <= 3; workers++)
		CHECK_INT(INT(run_in_task(&ex, workers, fork_and_submit, PTR(5))), 5);
}

/* -- ends ------------------------------------------------------------------------------------- */

enum { FEW = 3 };

static gate forked = GATE;

/* Forks; waits until the gate opens; joins, forks again, joins. */
static void *fork_around_gate(void *arg)
{
	hd_branch branches[FEW];

	for (int i = 0; i < FEW; i++)
		hd_branch_fork(&branches[i], task_count, &count);
	gate_arrive(&forked);
	gate_wait(&forked);
	for (int i = FEW; i-- > 0;)
		OK(hd_branch_join(&branches[i], NULL));
	hd_branch_fork(&branches[0], task_count, &count);
	OK(hd_branch_join(&branches[0], NULL));
	return arg;
}

static void shut_down_meanwhile(bool cancel)
{
	hd_future *f, *queued;

	ex = executor_of(1);
	f = submit(ex, fork_around_gate, PTR(5));
	gate_await(&forked, 1);
	queued = submit(ex, task_count, &count);
	OK(hd_executor_shutdown(ex, false, cancel));
	CHECK_INT(hd_executor_queued(ex), cancel ? 0 : FEW + 1);
	gate_open(&forked);
	CHECK_INT(INT(value_of(f)), 5);
	CHECK_CODE(hd_future_result(queued, HD_FOREVER, NULL),
		   cancel ? HD_ECANCELLED : HD_OK);
	hd_future_unref(f);
	hd_future_unref(queued);
	OK(hd_executor_free(&ex));
	CHECK_INT(count, FEW + 1 + !cancel);
}

static void shutdown(void)
{
	shut_down_meanwhile(false);
}

/* Catches: a branch that is cancelled as a task is: its owner would never get a result. */
static void shutdown_cancel(void)
{
	shut_down_meanwhile(true);
}

static void *fail_in_second(void *begun)
{
	return atomic_fetch_add((atomic_int *)begun, 1) ? hd_raise(7, "no") : NULL;
}

/* The thread that the first fork starts breaks the executor, with the branch in its hands. */
static void broken(void)
{
	atomic_int begun = 0;
	hd_executor_options options = {.initializer = fail_in_second, .initarg = &begun};
	hd_future *f, *none;

	gate_open(&forked);
	OK(hd_executor_new_threads(2, &options, &ex));
	f = submit(ex, fork_around_gate, PTR(5));
	CHECK_INT(INT(value_of(f)), 5);
	CHECK_INT(count, FEW + 1);
	CHECK_INT(begun, 2);
	CHECK_CODE(hd_executor_submit(ex, task_same, NULL, &none), HD_EBROKEN);
	hd_future_unref(f);
	OK(hd_executor_free(&ex));
}

/* -- the child of a process ------------------------------------------------------------------- */

static hd_branch inherited;
static int inherited_gives;

static void join_in_child(void)
{
	void *value = PTR(36);

	CHECK_CODE(hd_branch_join(&inherited, &value), inherited_gives);
	CHECK_INT(INT(value), 36);
	CHECK_INT(INT(fork_and_join(PTR(9))), 81);
	CHECK_INT(INT(run_in_task(&ex, 2, fib, PTR(10))), 55);
}

static void *fork_twice(void *arg)
{
	hd_branch_fork(&inherited, task_square, PTR(6));
	CHECK_INT(probe_fork(join_in_child), 0);
	OK(hd_branch_join(&inherited, &arg));
	return arg;
}

/* Catches: a join that gives a result which nobody has made. */
static void forked_process(void)
{
	inherited_gives = HD_EFORKED;
	CHECK_INT(INT(run_in_task(&ex, 1, fork_twice, NULL)), 36);
	inherited_gives = HD_OK; /* this one was never offered to anybody */
	CHECK_INT(INT(fork_twice(NULL)), 36);
}

/* -- traces ------------------------------------------------------------------------------------- */

static int lines_of(const char *path)
{
	FILE *file = fopen(path, "r");
	int lines = 0, c;

	CHECK(file);
	while ((c = getc(file)) != EOF)
		lines += c == '\n';
	fclose(file);
	return lines;
}

static int lines_of_traced(hd_fn *fn)
{
	hd_executor_options options = {.trace = NULL};
	char path[] = "/tmp/heddle-branch-XXXXXX";
	int lines, descriptor = mkstemp(path);

	CHECK(descriptor >= 0);
	close(descriptor);
	OK(hd_trace_new(&options.trace));
	OK(hd_executor_new_threads(2, &options, &ex));
	OK(hd_executor_submit(ex, fn, PTR(9), NULL));
	OK(hd_executor_free(&ex));
	OK(hd_trace_write(options.trace, path));
	hd_trace_free(&options.trace);
	lines = lines_of(path);
	unlink(path);
	return lines;
}

static void traced(void)
{
	CHECK_INT(lines_of_traced(fork_and_join), lines_of_traced(task_same));
}

static const probe_case cases[] = {
	CASE(results, "a result, and one that nobody wants"),
	CASE(recursion, "fib by branches"),
	CASE(many, "3,000 branches at once"),
	CASE(outside, "outside of tasks join runs it"),
	CASE(serial, "on a serial executor join runs it"),
	CASE(one_worker, "with one worker join runs it"),
	CASE(taken, "an idle worker takes it; task and token are the owner's"),
	CASE(grows, "a branch may start the executor's next thread"),
	CASE(sleeping_owner, "the owner sleeps until another worker is done with it"),
	CASE(in_callback, "a callback forks"),
	CASE(in_initializer, "an initializer forks"),
	CASE(failures, "what a branch raises is joined, read and destroyed"),
	CASE(copies, "so is a copy that it returns"),
	CASE(owner_raises, "what the owner raises stays its own"),
	CASE(shutdown_inside, "a shutdown that waits inside a branch is told so"),
	CASE(owner_awaited, "so is a wait for the task that forked it"),
	CASE(below_tasks, "branches that lie below submitted tasks"),
	CASE(deep, "400 joins one inside the other"),
	CASE(wait_before_join, "a wait between fork and join"),
	CASE(shutdown, "branches run through a shutdown"),
	CASE(shutdown_cancel, "and through one that cancels"),
	CASE(broken, "and in an executor that breaks"),
	CASE(forked_process, "the child of a process that had forked a branch"),
	CASE(traced, "a trace shows no branches"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
