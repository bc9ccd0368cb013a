/* SPDX-License-Identifier: MIT */
#include "fleet.h"

#include <stdlib.h>
#include <string.h>

struct resident {
	const char *program, *environment;
	int workers; /* 0: of no importance */
	struct process *process;
};

static struct resident *find(struct fleet *fleet, const struct peer *peer, int workers)
{
	for (int i = 0; i < fleet->count; i++) {
		struct resident *r = &fleet->residents[i];

		if (r->workers == workers && !strcmp(r->program, peer->program) &&
		    !strcmp(r->environment, peer->environment))
			return r;
	}
	return NULL;
}

static struct resident *add(struct fleet *fleet, const struct peer *peer, int workers)
{
	struct resident *grown =
		realloc(fleet->residents, (size_t)(fleet->count + 1) * sizeof *grown);

	if (!grown)
		return NULL;
	fleet->residents = grown;
	grown[fleet->count] =
		(struct resident){peer->program, peer->environment, workers, NULL};
	return &grown[fleet->count++];
}

struct process *fleet_get(struct fleet *fleet, const struct peer *peer, int workers)
{
	struct process_spec spec = {peer->program, peer->environment, workers, NULL,
				    fleet->log};
	int key = peer_per_workers(peer) ? workers : 0;
	struct resident *resident = find(fleet, peer, key);

	if (!resident)
		resident = add(fleet, peer, key);
	if (!resident)
		return NULL;
	if (resident->process && !process_alive(resident->process)) {
		process_free(resident->process);
		resident->process = NULL;
	}
	if (!resident->process)
		resident->process = process_start(&spec);
	return resident->process;
}

struct process *fleet_fresh(struct fleet *fleet, const struct peer *peer, int workers)
{
	struct resident *old = find(fleet, peer, peer_per_workers(peer) ? workers : 0);

	if (old) {
		process_free(old->process);
		old->process = NULL;
	}
	return fleet_get(fleet, peer, workers);
}

void fleet_free(struct fleet *fleet)
{
	for (int i = 0; i < fleet->count; i++)
		process_free(fleet->residents[i].process);
	free(fleet->residents);
	fleet->residents = NULL;
	fleet->count = 0;
}
