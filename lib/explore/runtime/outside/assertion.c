/* SPDX-License-Identifier: MIT */
/* assertion - what assert calls when it fails, and abort.
 *
 * A program that catches SIGABRT is left to do so.
 */
#include <stdlib.h>
#include <string.h>

#include "crash.h"
#include "point.h"
#include "real.h"
#include "signals.h"
#include "verdict.h"

void __assert_fail(const char *assertion, const char *file, unsigned line,
		   const char *function) __attribute__((noreturn));
void __assert_perror_fail(int code, const char *file, unsigned line, const char *function)
	__attribute__((noreturn));
void __assert(const char *assertion, const char *file, int line)
	__attribute__((noreturn));

static bool is_ours(void)
{
	return point_controls() != NULL && !signals_handled(SIGABRT);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static void fail(const char *assertion, const char *file, unsigned line,
		 const char *function)
{
	verdict_fail(VERDICT_ASSERTION, "<#%u>: Assertion `%s' failed at %s:%u%s%s%s",
		     thread_self->number, assertion, base_name(file), line,
		     function != NULL ? " (" : "", function != NULL ? function : "",
		     function != NULL ? ")" : "");
}

INTERPOSED void __assert_fail(const char *assertion, const char *file, unsigned line,
			      const char *function)
{
	if (is_ours())
		fail(assertion, file, line, function);
	RARE(__assert_fail)(assertion, file, line, function);
	__builtin_unreachable();
}

INTERPOSED void __assert(const char *assertion, const char *file, int line)
{
	if (is_ours())
		fail(assertion, file, (unsigned)line, NULL);
	RARE(__assert)(assertion, file, line);
	__builtin_unreachable();
}

INTERPOSED void __assert_perror_fail(int code, const char *file, unsigned line,
				     const char *function)
{
	if (is_ours())
		fail(strerror(code), file, line, function);
	RARE(__assert_perror_fail)(code, file, line, function);
	__builtin_unreachable();
}

INTERPOSED void abort(void)
{
	if (point_controls() != NULL && signals_handled(SIGABRT)) {
		siginfo_t info = {.si_signo = SIGABRT, .si_code = SI_TKILL};

		signals_handle(SIGABRT, &info, NULL);
	}
	if (point_controls() != NULL)
		crash_aborted(CALL_PC());
	real.abort();
	__builtin_unreachable();
}
