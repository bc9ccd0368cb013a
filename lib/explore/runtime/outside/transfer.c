/* SPDX-License-Identifier: MIT */
/* transfer - the calls that read and write descriptors of any kind.
 */
#undef _FORTIFY_SOURCE

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <sys/eventfd.h>
#include <sys/uio.h>

#include "descriptors.h"
#include "point.h"
#include "randomness.h"
#include "real.h"

/* What the compiler calls when it checks buffers and formats; no header declares them. */
ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room);
int __dprintf_chk(int fd, int flag, const char *format, ...);
int __vdprintf_chk(int fd, int flag, const char *format, va_list arguments);

/* -- reading ------------------------------------------------------------------------------- */

static ssize_t read_any(int fd, void *buffer, size_t size, uint64_t pc)
{
	if (!descriptors_read_turn(fd, pc))
		return descriptors_failed(EAGAIN);
	if (randomness_comes_from(fd))
		return randomness_fill(buffer, size);
	return descriptors_heard(fd, real.read(fd, buffer, size));
}

INTERPOSED ssize_t read(int fd, void *buffer, size_t size)
{
	return read_any(fd, buffer, size, CALL_PC());
}

INTERPOSED ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room)
{
	if (size > room)
		return RARE(__read_chk)(fd, buffer, size, room);
	return read_any(fd, buffer, size, CALL_PC());
}

INTERPOSED ssize_t readv(int fd, const struct iovec *pieces, int n)
{
	if (!descriptors_read_turn(fd, CALL_PC()))
		return descriptors_failed(EAGAIN);
	return descriptors_heard(fd, real.readv(fd, pieces, n));
}

INTERPOSED int eventfd_read(int fd, eventfd_t *value)
{
	return read_any(fd, value, sizeof *value, CALL_PC()) == sizeof *value ? 0 : -1;
}

/* -- writing ------------------------------------------------------------------------------- */

struct piece {
	const char *from;
	size_t size;
};

static ssize_t write_piece(int fd, size_t done, const void *what)
{
	const struct piece *piece = what;

	return real.write(fd, piece->from + done, piece->size - done);
}

static ssize_t write_any(int fd, const void *from, size_t size, uint64_t pc)
{
	return descriptors_push(fd, write_piece, &(struct piece){from, size}, size, pc);
}

INTERPOSED ssize_t write(int fd, const void *from, size_t size)
{
	return write_any(fd, from, size, CALL_PC());
}

INTERPOSED int eventfd_write(int fd, eventfd_t value)
{
	return write_any(fd, &value, sizeof value, CALL_PC()) == sizeof value ? 0 : -1;
}

struct pieces {
	const struct iovec *at;
	int n;
};

/* The first attempt is for all of them; what is left goes piece by piece. */
static ssize_t write_pieces(int fd, size_t done, const void *what)
{
	const struct pieces *pieces = what;

	if (done == 0)
		return real.writev(fd, pieces->at, pieces->n);
	for (int i = 0; i < pieces->n; i++) {
		const struct iovec *piece = &pieces->at[i];

		if (done < piece->iov_len)
			return real.write(fd, (const char *)piece->iov_base + done,
					  piece->iov_len - done);
		done -= piece->iov_len;
	}
	return 0;
}

INTERPOSED ssize_t writev(int fd, const struct iovec *pieces, int n)
{
	size_t size = 0;

	for (int i = 0; i < n && n <= IOV_MAX; i++)
		size += pieces[i].iov_len;
	return descriptors_push(fd, write_pieces, &(struct pieces){pieces, n}, size,
				CALL_PC());
}

/* -- printing to a descriptor -------------------------------------------------------------- */

INTERPOSED int vdprintf(int fd, const char *format, va_list arguments)
{
	descriptors_pass(fd, CALL_PC());
	return RARE(vdprintf)(fd, format, arguments);
}

INTERPOSED int dprintf(int fd, const char *format, ...)
{
	va_list arguments;
	int printed;

	descriptors_pass(fd, CALL_PC());
	va_start(arguments, format);
	printed = RARE(vdprintf)(fd, format, arguments);
	va_end(arguments);
	return printed;
}

INTERPOSED int __vdprintf_chk(int fd, int flag, const char *format, va_list arguments)
{
	descriptors_pass(fd, CALL_PC());
	return RARE(__vdprintf_chk)(fd, flag, format, arguments);
}

INTERPOSED int __dprintf_chk(int fd, int flag, const char *format, ...)
{
	va_list arguments;
	int printed;

	descriptors_pass(fd, CALL_PC());
	va_start(arguments, format);
	printed = RARE(__vdprintf_chk)(fd, flag, format, arguments);
	va_end(arguments);
	return printed;
}
