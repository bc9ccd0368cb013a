/* SPDX-License-Identifier: MIT */
#include "team.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "questions.h"

enum { SOURCE_SIZE = 1 << 18 };

/* -- benches ---------------------------------------------------------------------------------- */

static bool has(const struct member *member, const char *bench, size_t length)
{
	for (int i = 0; i < member->count; i++)
		if (strlen(member->benches[i]) == length &&
		    !strncmp(member->benches[i], bench, length))
			return true;
	return false;
}

static bool add_bench(struct member *member, const char *bench, size_t length)
{
	char **grown = realloc(member->benches,
			       (size_t)(member->count + 2) * sizeof *member->benches);

	if (!grown)
		return false;
	member->benches = grown;
	grown[member->count] = strndup(bench, length);
	grown[member->count + 1] = NULL;
	return grown[member->count] && ++member->count;
}

/* Each word between quotes may be a bench; those that no question asks for do no harm. */
static bool read_words(struct member *member, const char *text)
{
	for (const char *p = text; (p = strpbrk(p, "\"'")); p++) {
		size_t length = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz0123456789_@");

		if (length && p[length + 1] == *p && !has(member, p + 1, length) &&
		    !add_bench(member, p + 1, length))
			return false;
	}
	return true;
}

/* bench/peers/NAME.py, NAME.c or NAME.cpp. */
static FILE *open_source(const char *name)
{
	static const char *const endings[] = {"", ".c", ".cpp"};
	FILE *file = NULL;
	char path[512];

	for (int i = 0; i < 3 && !file; i++) {
		snprintf(path, sizeof path, "bench/peers/%s%s", name, endings[i]);
		file = fopen(path, "r");
	}
	return file;
}

/* Peers that need the same kind of thing may share a source by its name: openmp.c. */
static bool read_source(struct member *member)
{
	FILE *file = open_source(strrchr(member->peer.program, '/') + 1);
	char kind[64], *text = calloc(1, SOURCE_SIZE);
	bool well = text != NULL;

	snprintf(kind, sizeof kind, "%.*s", (int)strcspn(member->peer.needs, " "),
		 member->peer.needs);
	if (!file)
		file = open_source(kind);
	if (file && text && fread(text, 1, SOURCE_SIZE - 1, file))
		well = read_words(member, text);
	if (file)
		fclose(file);
	free(text);
	return well;
}

/* Of a program that answers, what it says; otherwise its source's words, and a reason. */
static bool ask_benches(struct member *member, struct fleet *fleet)
{
	struct peer *peer = &member->peer;
	struct process *process;
	char **said;

	if (member->variant)
		return true;
	if (*peer->missing)
		return read_source(member);
	process = fleet_get(fleet, peer, 2);
	if (!process)
		return false;
	said = process_list(process, fleet->patience_s);
	if (!said) {
		snprintf(peer->missing, sizeof peer->missing, "%.150s",
			 process_why(process));
		return read_source(member);
	}
	for (; *said; said++)
		if (!add_bench(member, *said, strlen(*said)))
			return false;
	return true;
}

/* -- members ---------------------------------------------------------------------------------- */

static struct member *add_member(struct team *team)
{
	struct member *grown =
		realloc(team->members, (size_t)(team->count + 1) * sizeof *grown);

	if (!grown)
		return NULL;
	team->members = grown;
	grown[team->count] = (struct member){0};
	return &grown[team->count++];
}

static bool add_own(struct team *team, const char *build)
{
	char **programs = heddle_programs(".", build);
	bool well = programs != NULL;

	for (char **p = programs; well && *p; p++) {
		struct member *member = add_member(team);

		well = member != NULL;
		if (!well)
			break;
		member->own = true;
		member->peer = (struct peer){.impl = "heddle",
					     .environment = "-",
					     .takes_part = "outside",
					     .needs = "-"};
		snprintf(member->peer.program, sizeof member->peer.program, "%s", *p);
	}
	heddle_programs_free(programs);
	return well;
}

/* A variant is chosen with its peer. */
static bool chosen(const char *names, const char *impl)
{
	char peer[40];

	snprintf(peer, sizeof peer, "%.*s", (int)strcspn(impl, " "), impl);
	return matches(names, peer);
}

static bool add_peers(struct team *team, const char *build, const char *names)
{
	struct peers peers;
	bool well = true, found = false;

	if (!peers_read("bench/peers/list.tsv", build, &peers))
		return false;
	for (int i = 0; i < peers.count; i++) {
		struct member *member;

		if (!chosen(names, peers.rows[i].impl))
			continue;
		found = true;
		member = add_member(team);
		well = member != NULL;
		if (!well)
			break;
		member->peer = peers.rows[i];
		member->variant = strchr(member->peer.impl, ' ') != NULL;
	}
	if (!found && names && strcmp(names, "none")) {
		fprintf(stderr, "heddle-bench: there is no peer '%s'; there are:", names);
		for (int i = 0; i < peers.count; i++)
			fprintf(stderr, " %s", peers.rows[i].impl);
		fprintf(stderr, " (and none)\n");
		well = false;
	}
	peers_free(&peers);
	return well;
}

bool team_make(struct team *team, const char *build, const char *names,
	       struct fleet *fleet)
{
	*team = (struct team){0};
	if (!add_own(team, build) || !add_peers(team, build, names)) {
		team_free(team);
		return false;
	}
	for (int i = 0; i < team->count; i++)
		if (!ask_benches(&team->members[i], fleet)) {
			fprintf(stderr,
				"heddle-bench: there is no memory for the list\n");
			team_free(team);
			return false;
		}
	return true;
}

void team_free(struct team *team)
{
	for (int i = 0; i < team->count; i++) {
		for (int k = 0; k < team->members[i].count; k++)
			free(team->members[i].benches[k]);
		free(team->members[i].benches);
	}
	free(team->members);
	*team = (struct team){0};
}

const char *team_takes_part(const struct team *team, const char *impl,
			    const struct peer *peer)
{
	for (int i = 0; i < team->count; i++)
		if (team->members[i].variant && !strcmp(team->members[i].peer.impl, impl))
			return team->members[i].peer.takes_part;
	return peer->takes_part;
}
