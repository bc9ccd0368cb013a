/* SPDX-License-Identifier: MIT */
/* exec - a program that becomes another one can no longer be controlled.
 */
#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

#include "point.h"
#include "real.h"
#include "verdict.h"

enum { MOST = 1024 };

static void refuse(uint64_t pc)
{
	if (point_controls() != NULL)
		verdict_refuse("exec, by which the program becomes another one", pc,
			       "explore that other program");
}

/* The arguments of a call that lists them, first and more, up to NULL. */
static bool gather(char *arguments[MOST], const char *first, va_list more)
{
	int n = 0;

	for (const char *next = first; n < MOST; next = va_arg(more, const char *)) {
		arguments[n++] = (char *)(uintptr_t)next;
		if (next == NULL)
			return true;
	}
	errno = E2BIG;
	return false;
}

INTERPOSED int execve(const char *path, char *const arguments[],
		      char *const environment[])
{
	refuse(CALL_PC());
	return RARE(execve)(path, arguments, environment);
}

INTERPOSED int execv(const char *path, char *const arguments[])
{
	refuse(CALL_PC());
	return RARE(execv)(path, arguments);
}

INTERPOSED int execvp(const char *file, char *const arguments[])
{
	refuse(CALL_PC());
	return RARE(execvp)(file, arguments);
}

INTERPOSED int execvpe(const char *file, char *const arguments[],
		       char *const environment[])
{
	refuse(CALL_PC());
	return RARE(execvpe)(file, arguments, environment);
}

INTERPOSED int fexecve(int fd, char *const arguments[], char *const environment[])
{
	refuse(CALL_PC());
	return RARE(fexecve)(fd, arguments, environment);
}

INTERPOSED int execl(const char *path, const char *first, ...)
{
	char *arguments[MOST];
	va_list more;
	bool fit;

	refuse(CALL_PC());
	va_start(more, first);
	fit = gather(arguments, first, more);
	va_end(more);
	return fit ? RARE(execv)(path, arguments) : -1;
}

INTERPOSED int execlp(const char *file, const char *first, ...)
{
	char *arguments[MOST];
	va_list more;
	bool fit;

	refuse(CALL_PC());
	va_start(more, first);
	fit = gather(arguments, first, more);
	va_end(more);
	return fit ? RARE(execvp)(file, arguments) : -1;
}

INTERPOSED int execle(const char *path, const char *first, ...)
{
	char *arguments[MOST];
	char *const *environment = NULL;
	va_list more;
	bool fit;

	refuse(CALL_PC());
	va_start(more, first);
	fit = gather(arguments, first, more);
	if (fit)
		environment = va_arg(more, char *const *);
	va_end(more);
	return fit ? RARE(execve)(path, arguments, environment) : -1;
}
