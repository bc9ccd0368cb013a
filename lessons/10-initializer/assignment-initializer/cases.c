/* SPDX-License-Identifier: MIT */
/* cases - what is done with a pool whose workers are set up; `tests` beside this file says what
 * must be seen.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "initializer.h"
#include "driver.h"

/* -- initializers -------------------------------------------------------------------------- */

/* What threads count side by side: relaxed, so that the counters order nothing else. */
typedef atomic_int counter;

static int up(counter *of)
{
	return atomic_fetch_add_explicit(of, 1, memory_order_relaxed) + 1;
}

static int seen(counter *of)
{
	return atomic_load_explicit(of, memory_order_relaxed);
}

/* What the initializers of a pool have to do, by the order in which they begin, from 1 on; 0 is
 * none of them. */
struct plan {
	int fails;	/* this one does, at its end, and all that come later */
	int held;	/* this one passes the gate SET_UP first */
	int meets;	/* this one, and */
	int meets_last; /* those up to this one meet `threads` at INITIALIZERS first */
	int threads;
	counter began;
	counter ended;
	counter met;
};

enum { SET_UP, BEGUN, END };  /* gates */
enum { INITIALIZERS, TASKS }; /* places */

/* What is this worker's own: which of the initializers it has called, and how often. */
static _Thread_local int mine;
static _Thread_local int times;

static int set_up(void *argument)
{
	struct plan *plan = argument;
	int number = up(&plan->began);

	if (number == plan->held)
		gate_pass(SET_UP);
	if (number >= plan->meets && number <= plan->meets_last &&
	    meet(INITIALIZERS, plan->threads))
		up(&plan->met);
	mine = number;
	times++;
	up(&plan->ended);
	return plan->fails != 0 && number >= plan->fails ? -1 : 0;
}

/* -- tasks --------------------------------------------------------------------------------- */

/* A task answers what it was asked, in memory that whoever submits it writes just before, and
 * whoever waits for it reads just after: what is handed over without synchronisation shows as a
 * data race. */
struct job {
	long question;
	long answer;
	long when;   /* its tick */
	int runs;    /* how often it was run */
	int home;    /* mine, of its worker */
	int set_ups; /* times */
	counter ran;
	ip_task *task;
	int submitted; /* the code */
	int waited;
	void *result;
};

static struct job jobs[VALUES + 1];
static char alone; /* what a task returns that waited in vain for others */

static void *answer(void *argument)
{
	struct job *job = argument;

	job->runs++;
	job->answer = job->question;
	job->home = mine;
	job->set_ups = times;
	job->when = tick();
	up(&job->ran);
	return &job->answer;
}

static void *answer_at_a_gate(void *argument)
{
	gate_open(BEGUN);
	gate_pass(END);
	return answer(argument);
}

/* -- words --------------------------------------------------------------------------------- */

static const char *word(int code)
{
	static const char *const words[] = {"ok",      "broken",    "shut down",
					    "invalid", "no memory", "no thread"};

	return code >= 0 && code <= IP_NO_THREAD ? words[code] : "a code of its own";
}

/* What an out parameter is before a call. */
static char untouched;

static ip *pool_of(size_t workers, struct plan *plan)
{
	ip *p = (ip *)&untouched;
	int code = ip_new(workers, set_up, plan, &p);

	if (code == 0 && p != NULL && p != (ip *)&untouched)
		return p;
	said("new: %s, and %s pool", word(code), p == (ip *)&untouched ? "no" : "a");
	return NULL;
}

/* Submits a job; whether there is something to wait for. */
static bool hand_in(ip *p, int number, void *(*work)(void *))
{
	struct job *job = &jobs[number];

	job->question = drawn(number);
	job->task = (ip_task *)&untouched;
	job->submitted = ip_submit(p, work, job, &job->task);
	if (job->submitted == 0 && job->task != NULL &&
	    job->task != (ip_task *)&untouched)
		return true;
	if (job->submitted == 0 || job->task != (ip_task *)&untouched)
		job->submitted = -1;
	job->task = NULL;
	return false;
}

/* Waits for a job that was taken. */
static void wait_for(int number)
{
	struct job *job = &jobs[number];

	job->result = &untouched;
	if (job->task != NULL)
		job->waited = ip_wait(job->task, &job->result);
}

/* What was heard of a job, as text: it gave the right answer, or why not. */
static const char *outcome(int number)
{
	struct job *job = &jobs[number];

	if (job->submitted != 0)
		return job->submitted < 0 ? "refused or not, one cannot say"
					  : word(job->submitted);
	if (job->waited != 0)
		return job->result != &untouched ? "a code, and a result"
		       : job->runs != 0		 ? "a code, and it has run"
						 : word(job->waited);
	if (job->result == &alone)
		return "it met nobody";
	if (job->result != &job->answer || job->answer != job->question)
		return "a strange result";
	return job->runs == 1 ? "its result" : "its result, and it ran again and again";
}

/* The most usual: it is waited for, told about, and released. */
static void tell(int number)
{
	wait_for(number);
	said("task %ld: %s", drawn(number), outcome(number));
	ip_release(jobs[number].task);
}

static void submit(ip *p, int number)
{
	hand_in(p, number, answer);
	said("submit: %s", word(jobs[number].submitted));
}

static void end(ip *p)
{
	ip_shutdown(p);
	ip_free(p);
}

/* -- without anything special -------------------------------------------------------------- */

static void *nothing(void *argument)
{
	return argument;
}

static void tasks(void)
{
	struct plan plan = {0};
	ip *p = pool_of(1, &plan);
	ip_task *task = NULL;
	void *result = &untouched;

	if (p == NULL)
		return;
	for (int i = 1; i <= 3; i++)
		submit(p, i);
	for (int i = 3; i >= 1; i--)
		wait_for(i);
	for (int i = 1; i <= 3; i++)
		tell(i);
	said("in this order: %s",
	     jobs[1].when < jobs[2].when && jobs[2].when < jobs[3].when ? "yes" : "no");
	if (ip_submit(p, nothing, NULL, &task) == 0 && task != NULL) {
		said("wait: %s", word(ip_wait(task, &result)));
		said("result: %s", result == NULL ? "null" : "something");
		ip_release(task);
	}
	end(p);
}

static void limits(void)
{
	struct plan plan = {0};
	ip *p = (ip *)&untouched;

	said("new of 0: %s", word(ip_new(0, set_up, &plan, &p)));
	said("its pool: %s", p == (ip *)&untouched ? "untouched" : "changed");
	said("new without initializer: %s", word(ip_new(1, NULL, NULL, &p)));
	if (p == (ip *)&untouched || p == NULL)
		return;
	submit(p, 1);
	tell(1);
	ip_shutdown(p);
	submit(p, 2);
	ip_shutdown(p);
	submit(p, 3);
	ip_free(p);
	p = pool_of(1, &plan);
	if (p == NULL)
		return;
	ip_free(p);
	said("free alone: ok");
	ip_free(NULL);
	ip_release(NULL);
}

/* -- what there is not enough of ----------------------------------------------------------- */

enum { MOST = 20 };

/* Submits until no allocation fails; settle() because what a worker gives back is not counted
 * here. */
static void submit_without_memory(ip *p)
{
	long k;

	for (k = 1; k <= MOST; k++) {
		long before;

		settle();
		before = blocks_left();
		fail_allocation(k);
		hand_in(p, 1, answer);
		fail_allocation(0);
		if (jobs[1].submitted == 0)
			break;
		if (jobs[1].submitted != IP_NO_MEMORY || blocks_left() != before) {
			said("allocation %ld of submit fails: %s, %ld blocks left", k,
			     word(jobs[1].submitted), blocks_left() - before);
			return;
		}
	}
	said("submit, every failed allocation: %s",
	     k == 1 || k > MOST ? "not seen" : "no memory");
	if (k <= MOST)
		tell(1);
}

static void no_memory(void)
{
	struct plan plan = {0};
	ip *p = (ip *)&untouched;
	int code = -1;
	long k;

	for (k = 1; k <= MOST; k++) {
		long before = blocks_left();

		fail_allocation(k);
		code = ip_new(2, set_up, &plan, &p);
		fail_allocation(0);
		if (code == 0)
			break;
		if (code != IP_NO_MEMORY || p != (ip *)&untouched ||
		    blocks_left() != before) {
			said("allocation %ld of new fails: %s, %s pool, %ld blocks left",
			     k, word(code), p == (ip *)&untouched ? "no" : "a",
			     blocks_left() - before);
			return;
		}
	}
	said("new, every failed allocation: %s",
	     k == 1 || k > MOST ? "not seen" : "no memory");
	if (k > MOST || p == NULL || p == (ip *)&untouched)
		return;
	submit_without_memory(p);
	end(p);
}

static void no_thread(void)
{
	for (long k = 1; k <= 4; k++) {
		struct plan plan = {0};
		ip *p = (ip *)&untouched;
		long before = blocks_left();
		int code;

		fail_thread(k);
		code = ip_new(3, set_up, &plan, &p);
		fail_thread(0);
		said("thread %ld fails: %s, %s pool", k, word(code),
		     p == (ip *)&untouched ? "no" : "a");
		if (code == 0 && p != NULL && p != (ip *)&untouched) {
			submit(p, 1);
			tell(1);
			end(p);
		}
		if (seen(&plan.began) != seen(&plan.ended))
			said("there is one that still is in its initializer");
		if (blocks_left() != before)
			said("%ld blocks left", blocks_left() - before);
	}
}

static void leak(void)
{
	for (int fails = 0; fails <= 1; fails++) {
		struct plan plan = {.fails = fails};
		ip *p = pool_of(1, &plan);

		if (p == NULL)
			return;
		/* Released before it is done; when it may be; after the workers are gone. */
		for (int i = 1; i <= 4; i++)
			hand_in(p, i, answer);
		ip_release(jobs[1].task);
		wait_for(2);
		ip_release(jobs[2].task);
		ip_release(jobs[3].task);
		ip_shutdown(p);
		ip_release(jobs[4].task);
		ip_free(p);
		said("blocks left: %ld", blocks_left());
	}
}

/* -- shutdown ------------------------------------------------------------------------------ */

static ip *shared;
static counter taken;

static void *late(void *argument)
{
	(void)argument;
	for (int i = 3; i <= 4; i++)
		if (hand_in(shared, i, answer))
			up(&taken);
	return NULL;
}

static void *submits_another(void *argument)
{
	if (hand_in(shared, 2, answer))
		up(&taken);
	return answer(argument);
}

/* All that was taken is run, whenever the end comes; and what was not, is not. */
static void shutting_down(void)
{
	struct plan plan = {0};
	int missing;

	shared = pool_of(1, &plan);
	if (shared == NULL)
		return;
	start(late, NULL);
	if (hand_in(shared, 1, submits_another))
		up(&taken);
	said("submit: %s", word(jobs[1].submitted));
	ip_shutdown(shared);
	missing = seen(&taken);
	for (int i = 1; i <= 4; i++)
		missing -= seen(&jobs[i].ran);
	if (missing > 0)
		said("shutdown returned before %d of them had run", missing);
	join_all();
	for (int i = 1; i <= 4; i++) {
		wait_for(i);
		said("task %ld: %s", drawn(i),
		     jobs[i].submitted != IP_SHUTDOWN ? outcome(i)
		     : seen(&jobs[i].ran) == 0	      ? "its result"
						      : "refused, and it has run");
		ip_release(jobs[i].task);
	}
	ip_free(shared);
}

/* -- initializers -------------------------------------------------------------------------- */

static void *client(void *argument)
{
	int first = *(int *)argument;

	for (int i = first; i < first + 2; i++)
		hand_in(shared, i, answer);
	for (int i = first; i < first + 2; i++)
		wait_for(i);
	return NULL;
}

static void once_each(void)
{
	struct plan plan = {0};
	static int first[2] = {1, 3};

	shared = pool_of(2, &plan);
	if (shared == NULL)
		return;
	for (int i = 0; i < 2; i++)
		start(client, &first[i]);
	join_all();
	for (int i = 1; i <= 4; i++)
		said("task %ld: %s, in a worker set up: %s", drawn(i), outcome(i),
		     jobs[i].home == 0	    ? "never"
		     : jobs[i].set_ups == 1 ? "once"
					    : "again and again");
	for (int i = 1; i <= 4; i++)
		ip_release(jobs[i].task);
	end(shared);
	said("initializers: %d", seen(&plan.ended));
}

/* Without any task, and however soon it is over. */
static void set_up_anyway(void)
{
	struct plan plan = {0};
	ip *p = pool_of(3, &plan);

	if (p == NULL)
		return;
	end(p);
	said("initializers: %d", seen(&plan.ended));
}

static void held_back(void)
{
	struct plan plan = {.held = 1};
	ip *p = pool_of(1, &plan);

	if (p == NULL)
		return;
	submit(p, 1);
	submit(p, 2);
	settle();
	said("tasks meanwhile: %d", seen(&jobs[1].ran) + seen(&jobs[2].ran));
	gate_open(SET_UP);
	tell(1);
	tell(2);
	end(p);
}

static void *meets_tasks(void *argument)
{
	return meet(TASKS, 3) ? answer(argument) : &alone;
}

static void *meets_initializer(void *argument)
{
	return meet(INITIALIZERS, 2) ? answer(argument) : &alone;
}

static void side_by_side(void)
{
	struct plan all = {.meets = 1, .meets_last = 3, .threads = 3};
	struct plan second = {.meets = 2, .meets_last = 2, .threads = 2};
	ip *p = pool_of(3, &all);

	if (p == NULL)
		return;
	for (int i = 1; i <= 3; i++)
		hand_in(p, i, meets_tasks);
	for (int i = 1; i <= 3; i++)
		tell(i);
	end(p);
	said("initializers that met the others: %d", seen(&all.met));
	p = pool_of(2, &second);
	if (p == NULL)
		return;
	hand_in(p, 4, meets_initializer);
	tell(4);
	end(p);
	said("initializers that met a task: %d", seen(&second.met));
}

static void *waiter(void *argument)
{
	struct job *job = argument;
	void *result = NULL;

	if (ip_wait(job->task, &result) == 0 && result == &job->answer &&
	    job->answer == job->question)
		said("who waits: its result");
	else
		said("who waits: something else");
	return NULL;
}

static void asleep(void)
{
	struct plan plan = {0};
	ip *p = pool_of(2, &plan);

	if (p == NULL)
		return;
	settle();
	if (!hand_in(p, 1, answer_at_a_gate)) {
		said("submit: %s", word(jobs[1].submitted));
		end(p);
		return;
	}
	for (int i = 0; i < 2; i++)
		start(waiter, &jobs[1]);
	settle();
	submit(p, 2);
	tell(2);
	gate_open(END);
	join_all();
	ip_release(jobs[1].task);
	end(p);
}

/* -- broken -------------------------------------------------------------------------------- */

static void *broken_waiter(void *argument)
{
	struct job *job = argument;
	void *result = &untouched;
	int code = ip_wait(job->task, &result);

	said("who waits: %s%s", word(code), result == &untouched ? "" : ", and a result");
	return NULL;
}

/* The only worker's initializer fails while tasks wait for it, and others for the tasks. */
static void broken(void)
{
	struct plan plan = {.held = 1, .fails = 1};
	ip *p = pool_of(1, &plan);

	if (p == NULL)
		return;
	for (int i = 1; i <= 3; i++)
		submit(p, i);
	for (int i = 1; i <= 2; i++)
		if (jobs[i].task != NULL)
			start(broken_waiter, &jobs[i]);
	if (jobs[2].task != NULL)
		start(broken_waiter, &jobs[2]);
	settle();
	gate_open(SET_UP);
	join_all();
	for (int i = 4; i <= 5; i++)
		submit(p, i);
	for (int i = 1; i <= 3; i++)
		tell(i);
	settle();
	end(p);
	said("initializers: %d", seen(&plan.ended));
}

/* One worker is healthy, and busy, when the other one's initializer fails. */
static void running_ends(void)
{
	struct plan plan = {.held = 2, .fails = 2};
	ip *p = pool_of(2, &plan);

	if (p == NULL)
		return;
	if (hand_in(p, 1, answer_at_a_gate))
		gate_pass(BEGUN);
	said("submit: %s", word(jobs[1].submitted));
	submit(p, 2);
	submit(p, 3);
	gate_open(SET_UP);
	tell(2);
	submit(p, 4);
	gate_open(END);
	tell(1);
	tell(3);
	submit(p, 5);
	end(p);
	said("begun in vain: %d", seen(&jobs[2].ran) + seen(&jobs[3].ran));
}

/* At any time.  What is taken has run or fails; what has failed once, fails for good. */
static void breaks_meanwhile(void)
{
	struct plan plan = {.fails = 2};
	ip *p = pool_of(2, &plan);
	bool broke = false, later = false;

	if (p == NULL)
		return;
	for (int i = 1; i <= 4; i++) {
		if (i == 4)
			settle();
		hand_in(p, i, answer);
		later = later || (broke && jobs[i].submitted != IP_BROKEN);
		broke = broke || jobs[i].submitted != 0;
		if (i == 2 && jobs[i].task != NULL) {
			wait_for(i);
			broke = broke || jobs[i].waited == IP_BROKEN;
		}
	}
	for (int i = 1; i <= 3; i++) {
		const char *text;

		wait_for(i);
		text = outcome(i);
		said("task %ld: %s", drawn(i),
		     strcmp(text, "broken") == 0 ? "its result" : text);
		ip_release(jobs[i].task);
	}
	said("in the end: %s", outcome(4));
	ip_release(jobs[4].task);
	said("mended: %s", later ? "yes" : "no");
	end(p);
}

static void *opens(void *argument)
{
	settle();
	gate_open(SET_UP);
	return argument;
}

/* Shutdown waits for the tasks that the initializer holds back when it fails. */
static void broken_shutdown(void)
{
	struct plan plan = {.held = 1, .fails = 1};
	ip *p = pool_of(1, &plan);

	if (p == NULL)
		return;
	submit(p, 1);
	submit(p, 2);
	start(opens, NULL);
	ip_shutdown(p);
	join_all();
	submit(p, 3);
	tell(1);
	tell(2);
	ip_shutdown(p);
	ip_free(p);
}

const struct test_case test_cases[] = {
	{"tasks", tasks},
	{"limits", limits},
	{"no-memory", no_memory},
	{"no-thread", no_thread},
	{"leak", leak},
	{"shutdown", shutting_down},
	{"once-each", once_each},
	{"without-tasks", set_up_anyway},
	{"held-back", held_back},
	{"side-by-side", side_by_side},
	{"asleep", asleep},
	{"broken", broken},
	{"running-ends", running_ends},
	{"breaks-meanwhile", breaks_meanwhile},
	{"broken-shutdown", broken_shutdown},
	{NULL, NULL},
};
