/* SPDX-License-Identifier: MIT */
/* files - the calls on descriptors that never wait, but that other threads may notice: at a
 * place in a file, of the place itself, and of the descriptor's end.
 */
#undef _FORTIFY_SOURCE

#include <unistd.h>

#include "descriptors.h"
#include "point.h"
#include "real.h"

INTERPOSED ssize_t pread(int fd, void *buffer, size_t size, off_t at)
{
	descriptors_pass(fd, CALL_PC());
	return descriptors_heard(fd, RARE(pread)(fd, buffer, size, at));
}

INTERPOSED ssize_t pread64(int fd, void *buffer, size_t size, off64_t at)
{
	descriptors_pass(fd, CALL_PC());
	return descriptors_heard(fd, RARE(pread64)(fd, buffer, size, at));
}

INTERPOSED ssize_t pwrite(int fd, const void *from, size_t size, off_t at)
{
	descriptors_pass(fd, CALL_PC());
	return descriptors_told(fd, RARE(pwrite)(fd, from, size, at));
}

INTERPOSED ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at)
{
	descriptors_pass(fd, CALL_PC());
	return descriptors_told(fd, RARE(pwrite64)(fd, from, size, at));
}

INTERPOSED off_t lseek(int fd, off_t by, int whence)
{
	descriptors_pass(fd, CALL_PC());
	return RARE(lseek)(fd, by, whence);
}

INTERPOSED off64_t lseek64(int fd, off64_t by, int whence)
{
	descriptors_pass(fd, CALL_PC());
	return RARE(lseek64)(fd, by, whence);
}

INTERPOSED int close(int fd)
{
	descriptors_pass(fd, CALL_PC());
	descriptors_told(fd, 0);
	return RARE(close)(fd);
}
