/* SPDX-License-Identifier: MIT */
/* stdio - the calls that print to a stream.
 *
 * Each is one operation, whatever it calls inside of the C library.  What C++ prints comes
 * through fwrite, putc and write.
 */
/* The headers are not to define any of these calls themselves. */
#define __NO_INLINE__ 1
#undef _FORTIFY_SOURCE

#include <stdarg.h>
#include <stdio.h>

#include "point.h"
#include "real.h"
#include "stream.h"

/* What the compiler calls when it checks buffers and formats; no header declares them. */
int __printf_chk(int flag, const char *format, ...);
int __fprintf_chk(FILE *stream, int flag, const char *format, ...);
int __vprintf_chk(int flag, const char *format, va_list arguments);
int __vfprintf_chk(FILE *stream, int flag, const char *format, va_list arguments);
int _IO_putc(int character, FILE *stream);

/* -- formatted ----------------------------------------------------------------------------- */

INTERPOSED int vfprintf(FILE *stream, const char *format, va_list arguments)
{
	stream_print(stream, CALL_PC());
	return RARE(vfprintf)(stream, format, arguments);
}

INTERPOSED int vprintf(const char *format, va_list arguments)
{
	stream_print(stdout, CALL_PC());
	return RARE(vfprintf)(stdout, format, arguments);
}

INTERPOSED int printf(const char *format, ...)
{
	va_list arguments;
	int printed;

	stream_print(stdout, CALL_PC());
	va_start(arguments, format);
	printed = RARE(vfprintf)(stdout, format, arguments);
	va_end(arguments);
	return printed;
}

INTERPOSED int fprintf(FILE *stream, const char *format, ...)
{
	va_list arguments;
	int printed;

	stream_print(stream, CALL_PC());
	va_start(arguments, format);
	printed = RARE(vfprintf)(stream, format, arguments);
	va_end(arguments);
	return printed;
}

INTERPOSED int __vfprintf_chk(FILE *stream, int flag, const char *format,
			      va_list arguments)
{
	stream_print(stream, CALL_PC());
	return RARE(__vfprintf_chk)(stream, flag, format, arguments);
}

INTERPOSED int __vprintf_chk(int flag, const char *format, va_list arguments)
{
	stream_print(stdout, CALL_PC());
	return RARE(__vfprintf_chk)(stdout, flag, format, arguments);
}

INTERPOSED int __printf_chk(int flag, const char *format, ...)
{
	va_list arguments;
	int printed;

	stream_print(stdout, CALL_PC());
	va_start(arguments, format);
	printed = RARE(__vfprintf_chk)(stdout, flag, format, arguments);
	va_end(arguments);
	return printed;
}

INTERPOSED int __fprintf_chk(FILE *stream, int flag, const char *format, ...)
{
	va_list arguments;
	int printed;

	stream_print(stream, CALL_PC());
	va_start(arguments, format);
	printed = RARE(__vfprintf_chk)(stream, flag, format, arguments);
	va_end(arguments);
	return printed;
}

/* -- unformatted --------------------------------------------------------------------------- */

INTERPOSED int puts(const char *line)
{
	stream_print(stdout, CALL_PC());
	return real.puts(line);
}

INTERPOSED int fputs(const char *text, FILE *stream)
{
	stream_print(stream, CALL_PC());
	return real.fputs(text, stream);
}

INTERPOSED int putchar(int character)
{
	stream_print(stdout, CALL_PC());
	return real.putc(character, stdout);
}

INTERPOSED int putc(int character, FILE *stream)
{
	stream_print(stream, CALL_PC());
	return real.putc(character, stream);
}

/* The name of putc in programs built long ago. */
INTERPOSED int _IO_putc(int character, FILE *stream)
{
	stream_print(stream, CALL_PC());
	return real.putc(character, stream);
}

INTERPOSED int fputc(int character, FILE *stream)
{
	stream_print(stream, CALL_PC());
	return real.fputc(character, stream);
}

INTERPOSED size_t fwrite(const void *items, size_t size, size_t n, FILE *stream)
{
	stream_print(stream, CALL_PC());
	return real.fwrite(items, size, n, stream);
}

INTERPOSED void perror(const char *text)
{
	stream_print(stderr, CALL_PC());
	real.perror(text);
}

INTERPOSED int fflush(FILE *stream)
{
	stream_print(stream, CALL_PC());
	return real.fflush(stream);
}

/* -- without the lock ---------------------------------------------------------------------- */

INTERPOSED int fputs_unlocked(const char *text, FILE *stream)
{
	stream_print_unlocked(stream, CALL_PC());
	return RARE(fputs_unlocked)(text, stream);
}

INTERPOSED int putchar_unlocked(int character)
{
	stream_print_unlocked(stdout, CALL_PC());
	return RARE(fputc_unlocked)(character, stdout);
}

INTERPOSED int putc_unlocked(int character, FILE *stream)
{
	stream_print_unlocked(stream, CALL_PC());
	return RARE(fputc_unlocked)(character, stream);
}

INTERPOSED int fputc_unlocked(int character, FILE *stream)
{
	stream_print_unlocked(stream, CALL_PC());
	return RARE(fputc_unlocked)(character, stream);
}

INTERPOSED size_t fwrite_unlocked(const void *items, size_t size, size_t n, FILE *stream)
{
	stream_print_unlocked(stream, CALL_PC());
	return RARE(fwrite_unlocked)(items, size, n, stream);
}

INTERPOSED int fflush_unlocked(FILE *stream)
{
	stream_print_unlocked(stream, CALL_PC());
	return RARE(fflush_unlocked)(stream);
}
