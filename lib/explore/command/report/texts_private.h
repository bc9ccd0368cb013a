/* SPDX-License-Identifier: MIT */
/* texts_private - what the files that make texts share.
 */
#ifndef EXPLORE_TEXTS_PRIVATE_H
#define EXPLORE_TEXTS_PRIVATE_H

#include "texts.h"
#include "words.h"

/* Something without a name, which is called #1, #2, ... */
struct thing {
	uint64_t address;		    /* of its beginning */
	const struct object_report *object; /* that it is, or NULL */
	const struct block_report *block;   /* in which it is, or NULL */
};

struct texts {
	struct symbols *symbols;
	const struct report *report;
	struct words words;
	struct thing *thing;
	size_t things;
	void *data;	 /* a tree: what each address is called */
	void *functions; /* a tree: the user's functions that operate */
	bool functions_read;
};

void texts_free_functions(struct texts *texts);
void texts_free_things(struct texts *texts);

#endif
