/* SPDX-License-Identifier: MIT */
/* thread - what the scheduler needs of threads beyond the public calls. */
#ifndef HEDDLE_THREAD_PRIVATE_H
#define HEDDLE_THREAD_PRIVATE_H

#include "heddle/thread.h"

/* Would joining it never end, because it is the calling thread? */
bool hd_thread_is_self(const hd_thread *thread);

/* In the child of a fork: the calling thread is the only one, and no worker. */
void hd_thread_fork_child(void);

#endif
