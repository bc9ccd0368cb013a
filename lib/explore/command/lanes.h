/* SPDX-License-Identifier: MIT */
/* lanes - a schedule as a table: a column a thread, a row a step.
 *
 *	 step  T0 main              T1 first             T2 second
 *	    4  :                    lock 'a'  abba.c:7   |
 *	    5! :                    | preempted          start
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
