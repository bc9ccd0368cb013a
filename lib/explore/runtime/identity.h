/* SPDX-License-Identifier: MIT */
/* identity - the numbers of the process and its threads are the same in every run.
 *
 * Programs print them, and begin random sequences with them.  Calls that take such a number
 * understand it, in the process and in those that it forks.
 */
#ifndef EXPLORE_IDENTITY_H
#define EXPLORE_IDENTITY_H

#include <stdbool.h>
#include <sys/types.h>

/* The calling process is the explored one. */
void identity_begin(void);

pid_t identity_process(void);
pid_t identity_thread(void);

/* The real number of the process, if that is what `number` stands for; else the number. */
pid_t identity_real_process(pid_t number);

/* The number stands for the calling thread. */
bool identity_is_self(pid_t number);

#endif
