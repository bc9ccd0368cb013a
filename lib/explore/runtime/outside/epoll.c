/* SPDX-License-Identifier: MIT */
/* epoll - epoll_wait and its sisters.
 */
#include <sys/epoll.h>
#include <sys/select.h>

#include "multiplex.h"
#include "point.h"
#include "real.h"

/* Older headers do not declare it. */
int epoll_pwait2(int set, struct epoll_event *events, int limit,
		 const struct timespec *timeout, const sigset_t *mask);

/* Descriptors that were added to any set, and may be closed now. */
static fd_set watched;

INTERPOSED int epoll_ctl(int set, int operation, int fd, struct epoll_event *event)
{
	int result;

	descriptors_pass(set, CALL_PC());
	result = RARE(epoll_ctl)(set, operation, fd, event);
	if (result == 0 && operation == EPOLL_CTL_ADD && fd < FD_SETSIZE &&
	    descriptors_controlled())
		FD_SET(fd, &watched);
	return (int)descriptors_told(set, result);
}

struct epoll_call {
	int set;
	struct epoll_event *events;
	int limit;
	const sigset_t *mask;
};

static int ask_epoll(void *asked)
{
	const struct epoll_call *call = asked;

	return real.epoll_pwait(call->set, call->events, call->limit, 0, call->mask);
}

static int epoll_in_turns(struct epoll_call *call, int64_t timeout, uint64_t pc)
{
	struct pollfd asked = {.fd = call->set, .events = POLLIN};
	struct waiting waiting = {
		.fds = &asked, .count = 1, .what = "in epoll_wait on", .fd = call->set};
	int n;

	for (int fd = 0; fd < FD_SETSIZE; fd++)
		if (FD_ISSET(fd, &watched))
			multiplex_add(&waiting, fd);
	n = multiplex_in_turns(&waiting, ask_epoll, call, timeout, pc);
	if (n > 0)
		channel_heard(-1);
	return n;
}

INTERPOSED int epoll_wait(int set, struct epoll_event *events, int limit,
			  int milliseconds)
{
	if (!descriptors_controlled())
		return real.epoll_wait(set, events, limit, milliseconds);
	return epoll_in_turns(&(struct epoll_call){set, events, limit, NULL},
			      multiplex_milliseconds(milliseconds), CALL_PC());
}

INTERPOSED int epoll_pwait(int set, struct epoll_event *events, int limit,
			   int milliseconds, const sigset_t *mask)
{
	if (!descriptors_controlled())
		return real.epoll_pwait(set, events, limit, milliseconds, mask);
	return epoll_in_turns(&(struct epoll_call){set, events, limit, mask},
			      multiplex_milliseconds(milliseconds), CALL_PC());
}

INTERPOSED int epoll_pwait2(int set, struct epoll_event *events, int limit,
			    const struct timespec *timeout, const sigset_t *mask)
{
	if (!descriptors_controlled())
		return RARE(epoll_pwait2)(set, events, limit, timeout, mask);
	return epoll_in_turns(&(struct epoll_call){set, events, limit, mask},
			      multiplex_timespec(timeout), CALL_PC());
}
