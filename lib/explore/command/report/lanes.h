/* SPDX-License-Identifier: MIT */
/* lanes - a schedule as a table: a column a thread, a row a step.
 *
 *	step   T0 main      T1 first             T2 second
 *	   3   :            lock 'a'  abba.c:7   |
 *	   4!  :            | preempted          start     abba.c:14
 *	   5   :            |                    lock 'b'  abba.c:15
 *	       : joins T1   : wants 'b'          : wants 'a'  <== deadlock
 *
 * A thread that could go on has |, one that has to wait has :, and ! stands where a thread
 * goes on although the one before it could.  Where the lanes with their words do not fit on
 * a page, they shrink to their signs, and what is done stands behind them.
 */
#ifndef EXPLORE_LANES_H
#define EXPLORE_LANES_H

#include <stdbool.h>
#include <stdio.h>

#include "texts.h"

/* Prints the steps of the report; of a failing one also how it ended. */
void lanes_print(FILE *out, struct texts *texts, const struct report *report,
		 bool colour);

#endif
