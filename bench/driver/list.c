/* SPDX-License-Identifier: MIT */
/* list - what can be measured, and with whom. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "interrupt.h"
#include "options.h"

static void print_questions(const struct questions *questions,
			    const struct choice *choice)
{
	for (int i = 0; i < questions->count; i++) {
		const struct question *q = &questions->rows[i];

		if ((choice->quick && !q->quick) || !matches(choice->benches, q->bench))
			continue;
		if (!i || strcmp(q->bench, questions->rows[i - 1].bench))
			printf("%-16s %s\n", q->bench, q->text);
		printf("  %-5s %s, workers", q->quick ? "quick" : "full", q->params);
		for (int k = 0; k < q->workers_count; k++)
			printf("%s%d", k ? "," : " ", q->workers[k]);
		printf("\n");
	}
}

static void print_member(const struct member *member, const struct questions *questions)
{
	const struct peer *peer = &member->peer;

	printf("%-16s %-8s %-10s", peer->impl, peer->takes_part, peer->version);
	if (*peer->missing)
		printf(" missing: %s", peer->missing);
	else
		for (int i = 0; i < questions->count; i++)
			for (int k = 0; k < member->count; k++) {
				if (i && !strcmp(questions->rows[i].bench,
						 questions->rows[i - 1].bench))
					continue;
				if (!strcmp(member->benches[k], questions->rows[i].bench))
					printf(" %s", member->benches[k]);
			}
	printf("\n");
}

int command_list(int argc, char **argv)
{
	struct fleet fleet = {.log = -1};
	struct questions questions;
	struct options options;
	struct team team;
	int status = 2;

	if (!options_read(&options, argc, argv) ||
	    !questions_read("bench/questions.tsv", &questions))
		return 2;
	fleet.patience_s = options.patience_s;
	interrupt_install();
	if (team_make(&team, build_folder(), options.choice.peers, &fleet)) {
		print_questions(&questions, &options.choice);
		printf("\n");
		for (int i = 0; i < team.count; i++)
			if (!team.members[i].own && !team.members[i].variant)
				print_member(&team.members[i], &questions);
		status = 0;
	}
	fleet_free(&fleet);
	team_free(&team);
	questions_free(&questions);
	return status;
}
