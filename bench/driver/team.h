/* SPDX-License-Identifier: MIT */
/* team - everybody who takes part, and which benches each of them has.
 *
 * heddle's own programs come first, then the peers as they are listed.  Those that are
 * there are asked; of those that are missing the source is read, so that what is skipped
 * can be shown where it would stand.  A listed peer with two words, "tbb enqueue", is
 * nobody new: it says how the variant `enqueue` of tbb takes part.
 *
 * Errors:   said on standard error; false.
 * Memory:   team_free frees all of it.
 */
#ifndef HEDDLE_TEAM_H
#define HEDDLE_TEAM_H

#include <stdbool.h>

#include "fleet.h"
#include "peers.h"

struct member {
	struct peer peer;
	char **benches; /* NULL-terminated: "forkjoin", "forkjoin@scoped" */
	int count;
	bool own;     /* one of heddle's programs */
	bool variant; /* see above; it has no benches */
};

struct team {
	struct member *members;
	int count;
};

/* names chooses among the peers ("lib*,tbb"; NULL: all; "none").  Starts programs in the
 * fleet, which must live as long as the team. */
bool team_make(struct team *team, const char *build, const char *names,
	       struct fleet *fleet);
void team_free(struct team *team);

/* How an implementation takes part: what is listed for the variant, or else what its peer
 * is. */
const char *team_takes_part(const struct team *team, const char *impl,
			    const struct peer *peer);

#endif
