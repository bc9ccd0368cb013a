/* SPDX-License-Identifier: MIT */
/* operate - what each operation of a model does.
 */
#ifndef EXPLORE_OPERATE_H
#define EXPLORE_OPERATE_H

#include "model.h"

/* Does the operation that event describes, and completes event: how it went.  at[thread] then
 * says what comes next. */
void operate(const struct model *model, struct model_state *state, unsigned thread,
	     unsigned chosen, struct event *event);

/* Takes a thread off the queue of a condition, if it stands there. */
void operate_take_off(struct model_state *state, unsigned condition, unsigned thread);

#endif
