/* SPDX-License-Identifier: MIT */
/* magazine - where the memory of tasks comes from.
 *
 * One thread makes a task and another one frees it, for ever.  malloc does not like that:
 * the block has to find its way home to the first thread's arena.  So each thread keeps a
 * stock of free tasks, and takes from and gives to it without a lock; when that is empty or
 * too full, a magazine of them is exchanged with a depot under one lock.  The stock is an
 * array of addresses, so that the next tasks can be fetched ahead of their use; a magazine in
 * the depot needs no memory but that of its own tasks.
 * (Bonwick, Adams: Magazines and Vmem, USENIX 2001.)
 *
 * With a sanitizer, or under valgrind's eyes (HEDDLE_NO_MAGAZINES in the environment), each
 * task is a block of malloc's own, so that a use after free can be seen.
 */
#ifndef HEDDLE_MAGAZINE_H
#define HEDDLE_MAGAZINE_H

#include "heddle/future.h"

/* The memory of one task, its content undefined; NULL if there is none. */
hd_future *hd_magazine_take(void);
void hd_magazine_give(hd_future *task);

/* The depot is process-wide: across a fork it must be caught in a whole state. */
void hd_magazine_fork_prepare(void);
void hd_magazine_fork_parent(void);
void hd_magazine_fork_child(void);

#endif
