/* SPDX-License-Identifier: MIT */
/* pages - memory for the runtime's own tables.
 */
#ifndef EXPLORE_PAGES_H
#define EXPLORE_PAGES_H

#include <stdint.h>

/* Zeroed memory that is taken page by page as it is touched, and never given back; NULL if
 * the system has no room for it.  Leaves errno alone. */
void *pages_reserve(uint64_t size);

#endif
