/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <unistd.h>

#include "campaign.h"
#include "options.h"
#include "token.h"

/* The program may run in several processes: an interrupt ends all of them (each dies with
 * its parent), and the status says that nothing was decided. */
static void interrupted(int signal)
{
	static const char said[] = "\nexplore: interrupted: nothing is decided\n";

	(void)signal;
	(void)!write(STDERR_FILENO, said, sizeof said - 1);
	_exit(2);
}

int main(int argc, char **argv)
{
	struct options options;

	options_read(&options, argc, argv);
	signal(SIGINT, interrupted);
	signal(SIGTERM, interrupted);
	signal(SIGPIPE, SIG_IGN);
	return campaign_run(&options);
}
