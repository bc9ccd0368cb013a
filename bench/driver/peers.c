/* SPDX-License-Identifier: MIT */
#include "peers.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "table.h"

enum column { IMPL, PROGRAM, ENVIRONMENT, TAKES_PART, NEEDS, COLUMNS };

/* -- what is installed ------------------------------------------------------------------------ */

/* needs goes into commands between single quotes. */
static bool harmless(const char *needs)
{
	for (const char *p = needs; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr(" ./+_-", *p))
			return false;
	return true;
}

/* lessons/setup ends with status 1 when it is missing, and says what to install. */
static bool look_up(struct peer *peer)
{
	char command[160], said[120];
	int status;

	if (!strcmp(peer->needs, "-"))
		return true;
	snprintf(command, sizeof command, "sh lessons/setup --need '%s'", peer->needs);
	status = ask(command, said, sizeof said);
	if (status == 1)
		snprintf(peer->missing, sizeof peer->missing, "%s", said);
	return status == 0 || status == 1;
}

/* The first word of digits and dots, and underscores where the dots are those. */
static void keep_version(struct peer *peer, const char *said)
{
	for (const char *p = said; *p; p++) {
		size_t length = strspn(p, "0123456789._");

		if (isdigit((unsigned char)*p) && strpbrk(p, "._") &&
		    (size_t)(strpbrk(p, "._") - p) < length) {
			snprintf(peer->version, sizeof peer->version, "%.*s", (int)length,
				 p);
			return;
		}
		if (length)
			p += length - 1;
	}
}

static void find_version(struct peer *peer)
{
	char command[256], said[200];
	const char *name = strchr(peer->needs, ' ');

	snprintf(peer->version, sizeof peer->version, "-");
	if (!name || *peer->missing)
		return;
	name++;
	if (!strncmp(peer->needs, "module ", 7))
		snprintf(command, sizeof command, "pkg-config --modversion '%s'", name);
	else if (!strncmp(peer->needs, "header boost/", 13))
		snprintf(command, sizeof command,
			 "printf '#include <boost/version.hpp>\\nBOOST_LIB_VERSION\\n' | "
			 "c++ -E -P -x c++ - | tail -n 1");
	else
		snprintf(command, sizeof command, "'%s' --version", name);
	if (!ask(command, said, sizeof said))
		keep_version(peer, said);
}

/* -- the list --------------------------------------------------------------------------------- */

static bool is_script(const char *program)
{
	const char *dot = strrchr(program, '.');

	return dot && !strcmp(dot, ".py");
}

static bool read_program(struct table *table, const char *build, struct peer *peer)
{
	const char *name = table->fields[PROGRAM];
	int length = is_script(name) ? snprintf(peer->program, sizeof peer->program,
						"bench/peers/%s", name)
				     : snprintf(peer->program, sizeof peer->program,
						"%s/bench/peers/%s", build, name);

	if (length >= (int)sizeof peer->program)
		return table_wrong(table, "the program's path is too long");
	return true;
}

static bool read_peer(struct table *table, const char *build, struct peer *peer)
{
	*peer = (struct peer){0};
	if (table->count != COLUMNS)
		return table_wrong(table, "it has %d columns, not %d", table->count,
				   COLUMNS);
	if (!table_copy(table, IMPL, peer->impl, sizeof peer->impl) ||
	    !table_copy(table, ENVIRONMENT, peer->environment,
			sizeof peer->environment) ||
	    !table_copy(table, TAKES_PART, peer->takes_part, sizeof peer->takes_part) ||
	    !table_copy(table, NEEDS, peer->needs, sizeof peer->needs) ||
	    !read_program(table, build, peer))
		return false;
	if (strcmp(peer->takes_part, "outside") && strcmp(peer->takes_part, "caller") &&
	    strcmp(peer->takes_part, "serial"))
		return table_wrong(table,
				   "it takes part as outside, caller or serial, not '%s'",
				   peer->takes_part);
	if (!harmless(peer->needs))
		return table_wrong(table, "'%s' is nothing to look for", peer->needs);
	return true;
}

static bool add(struct table *table, const char *build, struct peers *peers)
{
	struct peer *grown =
		realloc(peers->rows, (size_t)(peers->count + 1) * sizeof *grown);
	struct peer *peer;

	if (!grown)
		return table_wrong(table, "there is no memory for it");
	peers->rows = grown;
	peer = &grown[peers->count];
	if (!read_peer(table, build, peer))
		return false;
	if (!look_up(peer))
		return table_wrong(table, "lessons/setup does not know '%s'",
				   peer->needs);
	if (!*peer->missing && access(peer->program, R_OK))
		snprintf(peer->missing, sizeof peer->missing,
			 "not built: run make bench");
	find_version(peer);
	peers->count++;
	return true;
}

bool peers_read(const char *path, const char *build, struct peers *peers)
{
	struct table table;

	*peers = (struct peers){0};
	if (!table_open(&table, path))
		return false;
	while (table_next(&table)) {
		if (table.comment || !strcmp(table.fields[IMPL], "impl"))
			continue;
		if (!add(&table, build, peers)) {
			peers_free(peers);
			return false;
		}
	}
	table_close(&table);
	return true;
}

void peers_free(struct peers *peers)
{
	free(peers->rows);
	*peers = (struct peers){0};
}

bool peer_per_workers(const struct peer *peer)
{
	return strstr(peer->environment, "%w") != NULL;
}
