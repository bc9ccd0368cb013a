/* SPDX-License-Identifier: MIT */
/* heddle-bench - measures, and compares what was measured.
 *
 * bench/README.md is its guide; `make bench` and the like call it.
 */
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"

static const struct {
	const char *name;
	int (*command)(int argc, char **argv);
	const char *purpose;
} commands[] = {
	{"run", command_run, "measure heddle and its peers, side by side"},
	{"list", command_list, "what can be measured, and with whom"},
	{"summary", command_summary, "what samples say"},
	{"compare", command_compare, "two builds, in pairs of processes, with a verdict"},
	{"ratios", command_ratios, "two runs that were not made side by side"},
	{"aa", command_aa, "how often the method is wrong about identical builds"},
};

const char *build_folder(void)
{
	static char path[1024];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);

	path[length < 0 ? 0 : length] = '\0';
	return dirname(dirname(path));
}

static int usage(void)
{
	fprintf(stderr, "usage: heddle-bench COMMAND [OPTION ...]\n");
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		fprintf(stderr, "  %-9s %s\n", commands[i].name, commands[i].purpose);
	return 2;
}

/* Measuring programs that are not built find in HEDDLE_BUILD what is. */
int main(int argc, char **argv)
{
	setenv("HEDDLE_BUILD", build_folder(), 1);
	for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].command(argc - 1, argv + 1);
	return usage();
}
