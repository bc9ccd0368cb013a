/* SPDX-License-Identifier: MIT */
/* sockets - the calls that receive and send.
 *
 * The C library declares their addresses as unions, so that any kind of address fits.
 */
#undef _FORTIFY_SOURCE

#include <errno.h>
#include <sys/socket.h>

#include "descriptors.h"
#include "point.h"
#include "real.h"

/* What the compiler calls when it checks buffers; no header declares them. */
ssize_t __recv_chk(int fd, void *buffer, size_t size, size_t room, int flags);
ssize_t __recvfrom_chk(int fd, void *buffer, size_t size, size_t room, int flags,
		       struct sockaddr *address, socklen_t *length);

/* -- receiving ----------------------------------------------------------------------------- */

static bool receive_turn(int fd, int flags, uint64_t pc)
{
	if ((flags & MSG_DONTWAIT) == 0)
		return descriptors_read_turn(fd, pc);
	descriptors_try(fd, pc);
	return true;
}

/* Until the buffer is full, each part in a turn of its own. */
static ssize_t receive_all(int fd, char *buffer, size_t size, int flags, uint64_t pc)
{
	size_t done = 0;
	ssize_t n;

	while (done < size) {
		n = descriptors_read_turn(fd, pc)
			    ? descriptors_heard(fd,
						real.recv(fd, buffer + done, size - done,
							  flags & ~MSG_WAITALL))
			    : descriptors_failed(EAGAIN);
		if (n <= 0)
			return done > 0 ? (ssize_t)done : n;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

static ssize_t receive(int fd, void *buffer, size_t size, int flags,
		       struct sockaddr *address, socklen_t *length, uint64_t pc)
{
	int all = flags & (MSG_WAITALL | MSG_DONTWAIT | MSG_PEEK);

	if (all == MSG_WAITALL && address == NULL && size > 0 && descriptors_controlled())
		return receive_all(fd, buffer, size, flags, pc);
	if (!receive_turn(fd, flags, pc))
		return descriptors_failed(EAGAIN);
	return descriptors_heard(fd,
				 real.recvfrom(fd, buffer, size, flags, address, length));
}

INTERPOSED ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
	return receive(fd, buffer, size, flags, NULL, NULL, CALL_PC());
}

INTERPOSED ssize_t __recv_chk(int fd, void *buffer, size_t size, size_t room, int flags)
{
	if (size > room)
		return RARE(__recv_chk)(fd, buffer, size, room, flags);
	return receive(fd, buffer, size, flags, NULL, NULL, CALL_PC());
}

INTERPOSED ssize_t recvfrom(int fd, void *buffer, size_t size, int flags,
			    __SOCKADDR_ARG address, socklen_t *length)
{
	return receive(fd, buffer, size, flags, address.__sockaddr__, length, CALL_PC());
}

INTERPOSED ssize_t __recvfrom_chk(int fd, void *buffer, size_t size, size_t room,
				  int flags, struct sockaddr *address, socklen_t *length)
{
	if (size > room)
		return RARE(__recvfrom_chk)(fd, buffer, size, room, flags, address,
					    length);
	return receive(fd, buffer, size, flags, address, length, CALL_PC());
}

INTERPOSED ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	if (!receive_turn(fd, flags, CALL_PC()))
		return descriptors_failed(EAGAIN);
	return descriptors_heard(fd, real.recvmsg(fd, message, flags));
}

/* One message is what it may return at least. */
INTERPOSED int recvmmsg(int fd, struct mmsghdr *messages, unsigned n, int flags,
			struct timespec *timeout)
{
	if (!descriptors_controlled())
		return RARE(recvmmsg)(fd, messages, n, flags, timeout);
	if (!receive_turn(fd, flags, CALL_PC()))
		return descriptors_failed(EAGAIN);
	return (int)descriptors_heard(
		fd, RARE(recvmmsg)(fd, messages, n, flags | MSG_WAITFORONE, NULL));
}

/* -- sending ------------------------------------------------------------------------------- */

struct letter {
	const char *from;
	size_t size;
	int flags;
	const struct sockaddr *address;
	socklen_t length;
};

static ssize_t send_letter(int fd, size_t done, const void *what)
{
	const struct letter *letter = what;

	return real.sendto(fd, letter->from + done, letter->size - done, letter->flags,
			   letter->address, letter->length);
}

static ssize_t push_letter(int fd, const struct letter *letter, uint64_t pc)
{
	if ((letter->flags & MSG_DONTWAIT) == 0)
		return descriptors_push(fd, send_letter, letter, letter->size, pc);
	descriptors_try(fd, pc);
	return descriptors_told(fd, send_letter(fd, 0, letter));
}

INTERPOSED ssize_t send(int fd, const void *from, size_t size, int flags)
{
	return push_letter(fd,
			   &(struct letter){.from = from, .size = size, .flags = flags},
			   CALL_PC());
}

INTERPOSED ssize_t sendto(int fd, const void *from, size_t size, int flags,
			  __CONST_SOCKADDR_ARG address, socklen_t length)
{
	struct letter letter = {from, size, flags, address.__sockaddr__, length};

	if (letter.address != NULL && descriptors_controlled())
		whence_connected(fd);
	return push_letter(fd, &letter, CALL_PC());
}

struct parcel {
	const struct msghdr *message;
	int flags;
};

/* What a first attempt for the whole has left goes piece by piece. */
static ssize_t send_parcel(int fd, size_t done, const void *what)
{
	const struct parcel *parcel = what;
	const struct msghdr *message = parcel->message;

	if (done == 0)
		return real.sendmsg(fd, message, parcel->flags);
	for (size_t i = 0; i < message->msg_iovlen; i++) {
		const struct iovec *piece = &message->msg_iov[i];

		if (done < piece->iov_len)
			return real.send(fd, (const char *)piece->iov_base + done,
					 piece->iov_len - done, parcel->flags);
		done -= piece->iov_len;
	}
	return 0;
}

INTERPOSED ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	size_t size = 0;
	struct parcel parcel = {message, flags};

	if (message->msg_name != NULL && descriptors_controlled())
		whence_connected(fd);
	if (flags & MSG_DONTWAIT) {
		descriptors_try(fd, CALL_PC());
		return descriptors_told(fd, send_parcel(fd, 0, &parcel));
	}
	for (size_t i = 0; i < message->msg_iovlen; i++)
		size += message->msg_iov[i].iov_len;
	return descriptors_push(fd, send_parcel, &parcel, size, CALL_PC());
}
