/* SPDX-License-Identifier: MIT */
/* thread - what the library itself needs of threads beyond the public calls. */
#ifndef HEDDLE_THREAD_PRIVATE_H
#define HEDDLE_THREAD_PRIVATE_H

#include "heddle/thread.h"

/* In the child of a fork: the calling thread is the only one, and no worker. */
void hd_thread_fork_child(void);

#endif
