/* SPDX-License-Identifier: MIT */
/* show - the results in the terminal: a table for each question. */
#ifndef HEDDLE_SHOW_H
#define HEDDLE_SHOW_H

#include <stdbool.h>

/* Prints what FOLDER/summary.tsv says.  False: it cannot be read, which is said. */
bool show_results(const char *folder, const char *grade);

#endif
