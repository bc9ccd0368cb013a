/* SPDX-License-Identifier: MIT */
/* scan - scanf and its family, under the names that it has in each standard.
 */
/* The headers are not to define any of these calls themselves. */
#define __NO_INLINE__ 1
#undef _FORTIFY_SOURCE

#include <stdarg.h>

#include "input.h"
#include "point.h"
#include "real.h"

/* Headers declare none of them, or give one of the later names to the plain one. */
int plain_scanf(const char *format, ...) __asm__("scanf");
int plain_fscanf(FILE *stream, const char *format, ...) __asm__("fscanf");
int plain_vscanf(const char *format, va_list arguments) __asm__("vscanf");
int plain_vfscanf(FILE *stream, const char *format, va_list arguments) __asm__("vfscanf");
int __isoc99_scanf(const char *format, ...);
int __isoc99_fscanf(FILE *stream, const char *format, ...);
int __isoc99_vscanf(const char *format, va_list arguments);
int __isoc99_vfscanf(FILE *stream, const char *format, va_list arguments);
int __isoc23_scanf(const char *format, ...);
int __isoc23_fscanf(FILE *stream, const char *format, ...);
int __isoc23_vscanf(const char *format, va_list arguments);
int __isoc23_vfscanf(FILE *stream, const char *format, va_list arguments);

typedef int scan_function(FILE *stream, const char *format, va_list arguments);

/* A family of names; there is one for each standard that changed what formats mean. */
#define SCANS(scanf, fscanf, vscanf, vfscanf, name)                                      \
	static int vfscanf##_really(FILE *stream, const char *format, va_list arguments) \
	{                                                                                \
		static scan_function *found;                                             \
                                                                                         \
		if (found == NULL)                                                       \
			found = (scan_function *)(uintptr_t)real_next(name);             \
		return found(stream, format, arguments);                                 \
	}                                                                                \
                                                                                         \
	INTERPOSED int vfscanf(FILE *stream, const char *format, va_list arguments)      \
	{                                                                                \
		READS(int, vfscanf##_really(stream, format, arguments));                 \
	}                                                                                \
                                                                                         \
	INTERPOSED int vscanf(const char *format, va_list arguments)                     \
	{                                                                                \
		FILE *stream = stdin;                                                    \
                                                                                         \
		READS(int, vfscanf##_really(stream, format, arguments));                 \
	}                                                                                \
                                                                                         \
	INTERPOSED int fscanf(FILE *stream, const char *format, ...)                     \
	{                                                                                \
		va_list arguments;                                                       \
		bool waits = input_turn(stream, CALL_PC());                              \
		int n;                                                                   \
                                                                                         \
		va_start(arguments, format);                                             \
		n = vfscanf##_really(stream, format, arguments);                         \
		va_end(arguments);                                                       \
		input_done(waits);                                                       \
		return n;                                                                \
	}                                                                                \
                                                                                         \
	INTERPOSED int scanf(const char *format, ...)                                    \
	{                                                                                \
		va_list arguments;                                                       \
		bool waits = input_turn(stdin, CALL_PC());                               \
		int n;                                                                   \
                                                                                         \
		va_start(arguments, format);                                             \
		n = vfscanf##_really(stdin, format, arguments);                          \
		va_end(arguments);                                                       \
		input_done(waits);                                                       \
		return n;                                                                \
	}

SCANS(plain_scanf, plain_fscanf, plain_vscanf, plain_vfscanf, "vfscanf")
SCANS(__isoc99_scanf, __isoc99_fscanf, __isoc99_vscanf, __isoc99_vfscanf,
      "__isoc99_vfscanf")
SCANS(__isoc23_scanf, __isoc23_fscanf, __isoc23_vscanf, __isoc23_vfscanf,
      "__isoc23_vfscanf")
