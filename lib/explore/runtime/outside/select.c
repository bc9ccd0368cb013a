/* SPDX-License-Identifier: MIT */
/* select - select and pselect.
 */
#undef _FORTIFY_SOURCE

#include <errno.h>
#include <string.h>
#include <sys/select.h>

#include "clock.h"
#include "multiplex.h"
#include "point.h"
#include "real.h"
#include "system.h"

struct select_call {
	struct waiting waiting;
	int limit; /* descriptors from 0 to below it */
	fd_set *set[3];
	fd_set asked[3];
	const sigset_t *mask;
};

static long select_now(const struct select_call *call, fd_set result[3])
{
	struct timespec none = {0};

	memcpy(result, call->asked, sizeof call->asked);
	return system_call(SYS_pselect6, call->limit,
			   call->set[0] != NULL ? &result[0] : NULL,
			   call->set[1] != NULL ? &result[1] : NULL,
			   call->set[2] != NULL ? &result[2] : NULL, &none, NULL);
}

static bool one_is_ready(const struct waiting *waiting)
{
	fd_set result[3];
	long n = select_now((const struct select_call *)waiting, result);

	return n != 0 && n != -EINTR;
}

static int ask_select(void *asked)
{
	struct select_call *call = asked;
	struct timespec none = {0};

	for (int i = 0; i < 3; i++)
		if (call->set[i] != NULL)
			*call->set[i] = call->asked[i];
	return real.pselect(call->limit, call->set[0], call->set[1], call->set[2], &none,
			    call->mask);
}

static bool is_asked(const struct select_call *call, int fd)
{
	for (int i = 0; i < 3; i++)
		if (call->set[i] != NULL && FD_ISSET(fd, &call->asked[i]))
			return true;
	return false;
}

static int select_in_turns(struct select_call *call, int64_t timeout, uint64_t pc)
{
	struct waiting *waiting = &call->waiting;
	int n;

	waiting->what = "in select";
	waiting->fd = -1;
	for (int i = 0; i < 3; i++)
		if (call->set[i] != NULL)
			call->asked[i] = *call->set[i];
	for (int fd = 0; fd < call->limit && fd < FD_SETSIZE; fd++)
		if (is_asked(call, fd)) {
			waiting->happened = one_is_ready;
			multiplex_add(waiting, fd);
		}
	n = multiplex_in_turns(waiting, ask_select, call, timeout, pc);
	if (n > 0)
		channel_heard(-1);
	return n;
}

/* Linux leaves in the timeout what was left of it. */
INTERPOSED int select(int limit, fd_set *reads, fd_set *writes, fd_set *others,
		      struct timeval *timeout)
{
	struct select_call call = {.limit = limit, .set = {reads, writes, others}};
	int64_t left, start = clock_now;
	int n;

	if (!descriptors_controlled())
		return real.select(limit, reads, writes, others, timeout);
	if (timeout == NULL)
		return select_in_turns(&call, -1, CALL_PC());
	left = timeout->tv_sec * NANOSECONDS + timeout->tv_usec * 1000;
	n = select_in_turns(&call, left, CALL_PC());
	left = left > clock_now - start ? left - (clock_now - start) : 0;
	timeout->tv_sec = left / NANOSECONDS;
	timeout->tv_usec = left % NANOSECONDS / 1000;
	return n;
}

INTERPOSED int pselect(int limit, fd_set *reads, fd_set *writes, fd_set *others,
		       const struct timespec *timeout, const sigset_t *mask)
{
	struct select_call call = {
		.limit = limit, .set = {reads, writes, others}, .mask = mask};

	if (!descriptors_controlled())
		return real.pselect(limit, reads, writes, others, timeout, mask);
	return select_in_turns(&call, multiplex_timespec(timeout), CALL_PC());
}
