/* SPDX-License-Identifier: MIT */
/* server - the library takes over before main: it waits for orders, and runs each in a child.
 *
 * Every child begins from the same memory, so the same order gives the same run.
 */
#include <errno.h>
#include <execinfo.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "heap.h"
#include "lifecycle.h"
#include "point.h"
#include "process.h"
#include "real.h"
#include "signals.h"
#include "strategy.h"
#include "system.h"
#include "verdict.h"

typedef int main_function(int, char **, char **);
typedef int start_function(main_function *, int, char **, void (*)(void), void (*)(void),
			   void (*)(void), void *);

start_function __libc_start_main;

static main_function *program_main;

__attribute__((constructor)) static void load(void)
{
	real_find();
}

/* A library that is used by a program which nobody explores does nothing. */
static bool connected(int *orders, int *answers)
{
	const char *text = getenv(EXPLORE_VARIABLE);
	int memory;
	void *shared;

	if (text == NULL || sscanf(text, "%d,%d,%d", &memory, orders, answers) != 3)
		return false;
	shared = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
	if (shared == MAP_FAILED)
		return false;
	close(memory);
	board = shared;
	unsetenv(EXPLORE_VARIABLE);
	unsetenv("LD_PRELOAD");
	unsetenv("LD_BIND_NOW");
	return true;
}

/* What the unwinder loads, it loads now, while nothing is controlled.  And one arena is
 * enough for threads that never run at the same time; and a run touches little of its
 * tables, so large pages would only have to be zeroed. */
static void warm_up(void)
{
	void *frames[2];

	backtrace(frames, 2);
	mallopt(M_ARENA_MAX, 1);
	prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
	lifecycle_load();
}

static void run(int argc, char **argv, char **envp)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	board->report.child = getpid();
	heap_begin();
	strategy_begin();
	lifecycle_begin();
	process_begin();
	signals_begin();
	signals_begin_thread(thread_self);
	process_exit(program_main(argc, argv, envp), 0);
}

static bool answer(int answers, pid_t pid, int status)
{
	struct answer said = {.pid = pid, .status = status};

	return real.write(answers, &said, sizeof said) == sizeof said;
}

static bool ordered(int orders)
{
	char order;
	ssize_t got;

	do
		got = real.read(orders, &order, 1);
	while (got < 0 && errno == EINTR);
	return got == 1;
}

/* In each child, controlled, it is main; the server itself leaves when nobody orders more. */
static int serve(int argc, char **argv, char **envp)
{
	int orders, answers;

	if (!connected(&orders, &answers))
		return program_main(argc, argv, envp);
	warm_up();
	board->report.version = BOARD_VERSION;
	answer(answers, getpid(), 0);
	while (ordered(orders)) {
		int status = 0;
		pid_t child;

		child = real.fork();
		if (child == 0) {
			close(orders);
			close(answers);
			run(argc, argv, envp);
		}
		if (child > 0)
			while (real.waitpid(child, &status, 0) < 0 && errno == EINTR)
				;
		if (!answer(answers, child, status))
			break;
	}
	real._exit(0);
	return 0;
}

/* glibc's entry into a program; main comes as its first argument. */
INTERPOSED int __libc_start_main(main_function *main_of_program, int argc, char **argv,
				 void (*init)(void), void (*fini)(void),
				 void (*rtld_fini)(void), void *stack_end)
{
	start_function *start;

	*(void **)&start = real_next("__libc_start_main");
	program_main = main_of_program;
	return start(serve, argc, argv, init, fini, rtld_fini, stack_end);
}
