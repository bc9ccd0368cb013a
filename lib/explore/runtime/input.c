/* SPDX-License-Identifier: MIT */
/* input - the calls that read from a stream.
 *
 * When the stream holds nothing yet, the thread first waits for its descriptor.  A call that
 * then needs even more waits for that in the kernel; a line that comes in two parts is rare.
 */
/* The headers are not to define any of these calls themselves. */
#define __NO_INLINE__ 1
#undef _FORTIFY_SOURCE

#include <stdarg.h>
#include <stdio.h>

#include "descriptors.h"
#include "outside.h"
#include "point.h"
#include "randomness.h"
#include "real.h"
#include "stream.h"

/* What no header declares: calls of checked buffers, and the names that scanf has in each
 * standard; headers may give one of those to the plain name. */
char *__fgets_chk(char *line, size_t room, int size, FILE *stream);
size_t __fread_chk(void *items, size_t room, size_t size, size_t n, FILE *stream);
ssize_t __getdelim(char **line, size_t *size, int end, FILE *stream);
int _IO_getc(FILE *stream);
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

/* -- turns --------------------------------------------------------------------------------- */

/* Whether what the standard input still has to bring comes from outside. */
static bool people_answer;

static bool comes_from_outside(int fd)
{
	struct channel channel = channel_of(fd);

	return channel_whence_now(channel_whence(fd, &channel)) > FROM_LOOPBACK;
}

/* Whoever is asked for input sees the question before. */
static bool await_input(FILE *stream, uint64_t pc)
{
	int fd = fileno_unlocked(stream);

	if (stream == stdin)
		real.fflush(stdout);
	descriptors_read_turn(fd, pc);
	return comes_from_outside(fd);
}

/* Returns whether the call may really wait, for the outside. */
static bool turn(FILE *stream, uint64_t pc)
{
	bool may_wait = stream == stdin && people_answer;

	if (!descriptors_controlled())
		return false;
	if (stream->_IO_read_ptr < stream->_IO_read_end || fileno_unlocked(stream) < 0)
		stream_read(stream, pc);
	else
		may_wait = await_input(stream, pc);
	if (stream == stdin)
		people_answer = may_wait;
	if (may_wait)
		outside_begin();
	return may_wait;
}

static void done(bool may_have_waited)
{
	if (may_have_waited)
		outside_end();
}

#define READS(type, call)                                                                   \
	do {                                                                               \
		bool waits_ = turn(stream, CALL_PC());                                     \
		type result_ = call;                                                       \
                                                                                           \
		done(waits_);                                                              \
		return result_;                                                            \
	} while (0)

/* -- characters ---------------------------------------------------------------------------- */

INTERPOSED int fgetc(FILE *stream)
{
	READS(int, RARE(fgetc)(stream));
}

INTERPOSED int getc(FILE *stream)
{
	READS(int, RARE(fgetc)(stream));
}

/* The name of getc in programs built long ago. */
INTERPOSED int _IO_getc(FILE *stream)
{
	READS(int, RARE(fgetc)(stream));
}

INTERPOSED int getchar(void)
{
	FILE *stream = stdin;

	READS(int, RARE(fgetc)(stream));
}

/* -- lines and blocks ---------------------------------------------------------------------- */

INTERPOSED char *fgets(char *line, int size, FILE *stream)
{
	READS(char *, RARE(fgets)(line, size, stream));
}

INTERPOSED char *__fgets_chk(char *line, size_t room, int size, FILE *stream)
{
	READS(char *, RARE(__fgets_chk)(line, room, size, stream));
}

INTERPOSED ssize_t getdelim(char **line, size_t *size, int end, FILE *stream)
{
	READS(ssize_t, RARE(getdelim)(line, size, end, stream));
}

INTERPOSED ssize_t __getdelim(char **line, size_t *size, int end, FILE *stream)
{
	READS(ssize_t, RARE(getdelim)(line, size, end, stream));
}

INTERPOSED ssize_t getline(char **line, size_t *size, FILE *stream)
{
	READS(ssize_t, RARE(getdelim)(line, size, '\n', stream));
}

static bool is_random(FILE *stream)
{
	return point_controls() != NULL && randomness_comes_from(fileno_unlocked(stream));
}

INTERPOSED size_t fread(void *items, size_t size, size_t n, FILE *stream)
{
	if (is_random(stream))
		return size == 0 ? 0 : (size_t)randomness_fill(items, size * n) / size;
	READS(size_t, RARE(fread)(items, size, n, stream));
}

INTERPOSED size_t __fread_chk(void *items, size_t room, size_t size, size_t n, FILE *stream)
{
	READS(size_t, RARE(__fread_chk)(items, room, size, n, stream));
}

/* -- formatted ----------------------------------------------------------------------------- */

typedef int scan_function(FILE *stream, const char *format, va_list arguments);

/* A family of names; there is one for each standard that changed what formats mean. */
#define SCANS(scanf, fscanf, vscanf, vfscanf, name)                                         \
	static int vfscanf##_really(FILE *stream, const char *format, va_list arguments)   \
	{                                                                                  \
		static scan_function *found;                                               \
                                                                                           \
		if (found == NULL)                                                         \
			found = (scan_function *)(uintptr_t)real_next(name);               \
		return found(stream, format, arguments);                                   \
	}                                                                                  \
                                                                                           \
	INTERPOSED int vfscanf(FILE *stream, const char *format, va_list arguments)        \
	{                                                                                  \
		READS(int, vfscanf##_really(stream, format, arguments));                   \
	}                                                                                  \
                                                                                           \
	INTERPOSED int vscanf(const char *format, va_list arguments)                       \
	{                                                                                  \
		FILE *stream = stdin;                                                      \
                                                                                           \
		READS(int, vfscanf##_really(stream, format, arguments));                   \
	}                                                                                  \
                                                                                           \
	INTERPOSED int fscanf(FILE *stream, const char *format, ...)                       \
	{                                                                                  \
		va_list arguments;                                                         \
		bool waits = turn(stream, CALL_PC());                                      \
		int n;                                                                     \
                                                                                           \
		va_start(arguments, format);                                               \
		n = vfscanf##_really(stream, format, arguments);                           \
		va_end(arguments);                                                         \
		done(waits);                                                               \
		return n;                                                                  \
	}                                                                                  \
                                                                                           \
	INTERPOSED int scanf(const char *format, ...)                                      \
	{                                                                                  \
		va_list arguments;                                                         \
		bool waits = turn(stdin, CALL_PC());                                       \
		int n;                                                                     \
                                                                                           \
		va_start(arguments, format);                                               \
		n = vfscanf##_really(stdin, format, arguments);                            \
		va_end(arguments);                                                         \
		done(waits);                                                               \
		return n;                                                                  \
	}

SCANS(plain_scanf, plain_fscanf, plain_vscanf, plain_vfscanf, "vfscanf")
SCANS(__isoc99_scanf, __isoc99_fscanf, __isoc99_vscanf, __isoc99_vfscanf, "__isoc99_vfscanf")
SCANS(__isoc23_scanf, __isoc23_fscanf, __isoc23_vscanf, __isoc23_vfscanf, "__isoc23_vfscanf")
