/* SPDX-License-Identifier: MIT */
/* The headers are not to define any of these calls themselves. */
#define __NO_INLINE__ 1
#undef _FORTIFY_SOURCE

#include "input.h"

#include "descriptors.h"
#include "outside.h"
#include "point.h"
#include "randomness.h"
#include "real.h"
#include "stream.h"

/* What no header declares: calls of checked buffers, and old names. */
char *__fgets_chk(char *line, size_t room, int size, FILE *stream);
size_t __fread_chk(void *items, size_t room, size_t size, size_t n, FILE *stream);
ssize_t __getdelim(char **line, size_t *size, int end, FILE *stream);
int _IO_getc(FILE *stream);

/* -- turns --------------------------------------------------------------------------------- */

/* Whether what the standard input still has to bring comes from outside. */
static bool people_answer;

static bool comes_from_outside(int fd)
{
	struct channel channel = channel_of(fd);

	return whence_now(whence_of(fd, &channel)) > FROM_LOOPBACK;
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

bool input_turn(FILE *stream, uint64_t pc)
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

void input_done(bool may_have_waited)
{
	if (may_have_waited)
		outside_end();
}

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

INTERPOSED size_t __fread_chk(void *items, size_t room, size_t size, size_t n,
			      FILE *stream)
{
	READS(size_t, RARE(__fread_chk)(items, room, size, n, stream));
}
