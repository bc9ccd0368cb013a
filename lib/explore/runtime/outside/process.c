/* SPDX-License-Identifier: MIT */
#include "process.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "channel.h"
#include "descriptors.h"
#include "identity.h"
#include "point.h"
#include "real.h"
#include "system.h"
#include "verdict.h"

/* -- the end ------------------------------------------------------------------------------- */

bool process_begun;
static const struct thread *exiting;
static int quick_status;

static bool may_exit(const struct thread *thread)
{
	return exiting == NULL || exiting == thread;
}

static void explain_exit(const struct thread *thread, struct text *out)
{
	(void)thread;
	text_add(out, "calls exit, as <#%u> does already", exiting->number);
}

static const struct op_class exit_class = {
	.kind = OP_EXIT, .ready = may_exit, .explain = explain_exit};

/* The first thread that exits runs the program's exit handlers, controlled as ever. */
static void exit_turn(uint64_t pc)
{
	if (!descriptors_controlled())
		return;
	point(&(struct op){.class = &exit_class, .pc = pc});
	exiting = thread_self;
}

void process_exit(int status, uint64_t pc)
{
	exit_turn(pc);
	real.exit(status);
	__builtin_unreachable();
}

INTERPOSED void exit(int status)
{
	process_exit(status, CALL_PC());
}

INTERPOSED void quick_exit(int status)
{
	exit_turn(CALL_PC());
	quick_status = status;
	RARE(quick_exit)(status);
	__builtin_unreachable();
}

void process_leave(int status, uint64_t pc)
{
	exit_turn(pc);
	if (point_controls() != NULL)
		verdict_ended(status);
	real._exit(status);
	__builtin_unreachable();
}

INTERPOSED void _exit(int status)
{
	process_leave(status, CALL_PC());
}

INTERPOSED void _Exit(int status)
{
	process_leave(status, CALL_PC());
}

static void at_end(int status, void *unused)
{
	(void)unused;
	if (process_begun && board != NULL)
		verdict_ended(status);
}

static void at_quick_end(void)
{
	at_end(quick_status, NULL);
}

/* -- the beginning ------------------------------------------------------------------------- */

/* What is registered first is called last at the end of a process, and first in a child. */
__attribute__((constructor)) static void register_first(void)
{
	on_exit(at_end, NULL);
	(void)at_quick_exit(at_quick_end);
	pthread_atfork(NULL, NULL, process_detach);
}

/* A file that is the standard input has one place for all who inherited it: other processes
 * that run the program at the same time are not to move it. */
static void open_input_anew(void)
{
	struct stat status;
	long fd;

	if (fstat(STDIN_FILENO, &status) != 0 || !S_ISREG(status.st_mode) ||
	    (system_call(SYS_fcntl, STDIN_FILENO, F_GETFL) & O_ACCMODE) != O_RDONLY)
		return;
	fd = system_call(SYS_openat, AT_FDCWD, "/proc/self/fd/0", O_RDONLY);
	if (fd <= STDIN_FILENO)
		return;
	system_call(SYS_dup3, fd, STDIN_FILENO, 0);
	system_call(SYS_close, fd);
}

void process_detach(void)
{
	if (!process_begun)
		return;
	thread_self = NULL;
	board = NULL;
}

void process_begin(void)
{
	process_begun = true;
	identity_begin();
	open_input_anew();
	channel_begin();
}
