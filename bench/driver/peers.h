/* SPDX-License-Identifier: MIT */
/* peers - who takes part: heddle's programs, and the peers of peers/list.tsv.
 *
 *	struct peers all;
 *	if (peers_read("bench/peers/list.tsv", "build/release", &all))
 *		...
 *	peers_free(&all);
 *
 * The program NAME of the list is BUILD/bench/peers/NAME, the program NAME.py is
 * bench/peers/NAME.py.  What a peer needs is looked up by lessons/setup, which also knows
 * the package that has it: `sh lessons/setup --need 'module libuv'`.
 *
 * heddle's own programs are those of BUILD/bench/ that have a source in bench/.  Their
 * implementation is "heddle", and "machine" for the benches called limit_*.
 *
 * Errors:   peers_read says on standard error what is wrong, with file and line.
 * Memory:   peers_free frees what was made.
 */
#ifndef HEDDLE_PEERS_H
#define HEDDLE_PEERS_H

#include <stdbool.h>

struct peer {
	char impl[40];	       /* "libuv" */
	char program[256];     /* the path of its program */
	char environment[160]; /* "UV_THREADPOOL_SIZE=%w", "-" */
	char takes_part[12];   /* "outside", "caller", "serial" */
	char needs[64];	       /* "module libuv", "-" */
	char version[64];      /* "1.44.2", "-" where it is not known */
	char missing[160];     /* "", or why it is skipped: "install libuv1-dev" */
};

struct peers {
	struct peer *rows;
	int count;
};

/* All of them, whether installed or not. */
bool peers_read(const char *path, const char *build, struct peers *peers);
void peers_free(struct peers *peers);

/* Does its program have to be started anew for each number of workers? */
bool peer_per_workers(const struct peer *peer);

/* heddle's own programs: paths, NULL at the end; NULL, with a message, if there are none.
 * root is the project's folder with bench/ in it. */
char **heddle_programs(const char *root, const char *build);
void heddle_programs_free(char **programs);

/* "heddle" or "machine", by the name of the bench. */
const char *heddle_impl(const char *bench);

#endif
