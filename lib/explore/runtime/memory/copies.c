/* SPDX-License-Identifier: MIT */
/* copies - functions of the C library that read and write the program's memory.
 *
 * explore-cc links instrumented programs with --wrap for each of them, so that what they touch
 * is checked as if the program did it itself.
 */
#include <stddef.h>
#include <string.h>

#include "access.h"
#include "point.h"
#include "real.h"
#include "tsan.h"

static void touches(const void *memory, size_t size, uint8_t flags, uint64_t pc)
{
	struct thread *self = thread_self;

	if (self == NULL || size == 0 || self->in_handler || tsan_ignoring > 0)
		return;
	access_plain(self, &(struct access){(uint64_t)memory, size, pc, flags});
}

#define WRAPS(type, name, ...)                                                           \
	type __wrap_##name(__VA_ARGS__);                                                 \
	INTERPOSED type __wrap_##name(__VA_ARGS__)

WRAPS(void *, memcpy, void *to, const void *from, size_t size)
{
	touches(from, size, ACCESS_READS, CALL_PC());
	touches(to, size, ACCESS_WRITES, CALL_PC());
	return memcpy(to, from, size);
}

WRAPS(void *, memmove, void *to, const void *from, size_t size)
{
	touches(from, size, ACCESS_READS, CALL_PC());
	touches(to, size, ACCESS_WRITES, CALL_PC());
	return memmove(to, from, size);
}

WRAPS(void *, memset, void *to, int byte, size_t size)
{
	touches(to, size, ACCESS_WRITES, CALL_PC());
	return memset(to, byte, size);
}

WRAPS(int, memcmp, const void *a, const void *b, size_t size)
{
	touches(a, size, ACCESS_READS, CALL_PC());
	touches(b, size, ACCESS_READS, CALL_PC());
	return memcmp(a, b, size);
}

WRAPS(size_t, strlen, const char *text)
{
	touches(text, strlen(text) + 1, ACCESS_READS, CALL_PC());
	return strlen(text);
}

WRAPS(int, strcmp, const char *a, const char *b)
{
	touches(a, strlen(a) + 1, ACCESS_READS, CALL_PC());
	touches(b, strlen(b) + 1, ACCESS_READS, CALL_PC());
	return strcmp(a, b);
}

WRAPS(char *, strcpy, char *to, const char *from)
{
	touches(from, strlen(from) + 1, ACCESS_READS, CALL_PC());
	touches(to, strlen(from) + 1, ACCESS_WRITES, CALL_PC());
	return strcpy(to, from);
}

WRAPS(char *, strncpy, char *to, const char *from, size_t size)
{
	size_t length = strnlen(from, size);

	touches(from, length + (length < size), ACCESS_READS, CALL_PC());
	touches(to, size, ACCESS_WRITES, CALL_PC());
	return strncpy(to, from, size);
}

WRAPS(char *, strcat, char *to, const char *from)
{
	touches(from, strlen(from) + 1, ACCESS_READS, CALL_PC());
	touches(to, strlen(to) + 1, ACCESS_READS, CALL_PC());
	touches(to + strlen(to), strlen(from) + 1, ACCESS_WRITES, CALL_PC());
	return strcat(to, from);
}
