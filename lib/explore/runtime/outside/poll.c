/* SPDX-License-Identifier: MIT */
/* poll - poll and ppoll.
 */
#undef _FORTIFY_SOURCE

#include <poll.h>

#include "multiplex.h"
#include "point.h"
#include "real.h"

/* What the compiler calls when it checks buffers; no header declares them. */
int __poll_chk(struct pollfd *fds, nfds_t count, int milliseconds, size_t room);
int __ppoll_chk(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
		const sigset_t *mask, size_t room);

struct poll_call {
	struct pollfd *fds;
	nfds_t count;
	const sigset_t *mask;
};

static int ask_poll(void *asked)
{
	const struct poll_call *call = asked;
	struct timespec none = {0};

	return real.ppoll(call->fds, call->count, &none, call->mask);
}

static int poll_in_turns(struct poll_call *call, int64_t timeout, uint64_t pc)
{
	struct waiting waiting = {
		.fds = call->fds, .count = call->count, .what = "in poll", .fd = -1};
	int n;

	for (nfds_t i = 0; i < call->count; i++)
		if (call->fds[i].fd >= 0)
			multiplex_add(&waiting, call->fds[i].fd);
	n = multiplex_in_turns(&waiting, ask_poll, call, timeout, pc);
	for (nfds_t i = 0; i < call->count && n > 0; i++)
		if (call->fds[i].revents != 0)
			channel_heard((int)channel_of(call->fds[i].fd).number);
	return n;
}

INTERPOSED int poll(struct pollfd *fds, nfds_t count, int milliseconds)
{
	if (!descriptors_controlled())
		return real.poll(fds, count, milliseconds);
	return poll_in_turns(&(struct poll_call){fds, count, NULL},
			     multiplex_milliseconds(milliseconds), CALL_PC());
}

INTERPOSED int __poll_chk(struct pollfd *fds, nfds_t count, int milliseconds, size_t room)
{
	if (!descriptors_controlled() || room / sizeof *fds < count)
		return RARE(__poll_chk)(fds, count, milliseconds, room);
	return poll_in_turns(&(struct poll_call){fds, count, NULL},
			     multiplex_milliseconds(milliseconds), CALL_PC());
}

INTERPOSED int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
		     const sigset_t *mask)
{
	if (!descriptors_controlled())
		return real.ppoll(fds, count, timeout, mask);
	return poll_in_turns(&(struct poll_call){fds, count, mask},
			     multiplex_timespec(timeout), CALL_PC());
}

INTERPOSED int __ppoll_chk(struct pollfd *fds, nfds_t count,
			   const struct timespec *timeout, const sigset_t *mask,
			   size_t room)
{
	if (!descriptors_controlled() || room / sizeof *fds < count)
		return RARE(__ppoll_chk)(fds, count, timeout, mask, room);
	return poll_in_turns(&(struct poll_call){fds, count, mask},
			     multiplex_timespec(timeout), CALL_PC());
}
