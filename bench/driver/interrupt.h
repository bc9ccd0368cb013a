/* SPDX-License-Identifier: MIT */
/* interrupt - Ctrl-C, so that a run stops in order: children ended, data written.
 *
 *	interrupt_install();
 *	while (!interrupted())
 *		...
 *
 * SIGINT, SIGTERM and SIGHUP are blocked except while a measuring program is waited for;
 * so a signal is noticed at once where the time goes, and interrupts nothing else.
 */
#ifndef HEDDLE_INTERRUPT_H
#define HEDDLE_INTERRUPT_H

#include <poll.h>
#include <stdbool.h>

/* Once, at the start of the command.  SIGPIPE is ignored from then on as well. */
void interrupt_install(void);

bool interrupted(void);

/* poll, for at most so many seconds.  As poll: 0 when the time is up, -1 with EINTR. */
int interrupt_poll(struct pollfd *fds, nfds_t count, double seconds);

/* In a child before exec: signals as they were before interrupt_install. */
void interrupt_restore(void);

#endif
