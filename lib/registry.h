/* SPDX-License-Identifier: MIT */
/* registry - every scheduler of the process, so that the process can end in order. */
#ifndef HEDDLE_REGISTRY_H
#define HEDDLE_REGISTRY_H

struct hd_scheduler;

void hd_registry_add(struct hd_scheduler *scheduler);

void hd_registry_remove(struct hd_scheduler *scheduler);

/* A thread of the scheduler gives its reference back, as the last thing it does.  If it was
 * the last one, the thread cannot join itself: the scheduler is buried when the next one is
 * made, or at the end. */
void hd_registry_leave(struct hd_scheduler *scheduler);

/* Closes and joins every scheduler, but does not join its own caller.  Runs at exit. */
void hd_registry_shutdown_all(void);

void hd_registry_fork_prepare(void);
void hd_registry_fork_parent(void);
void hd_registry_fork_child(void);

#endif
