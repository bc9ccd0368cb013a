/* SPDX-License-Identifier: MIT */
#include "ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

int ask(const char *command, char *line, size_t size)
{
	char quiet[1024], rest[256];
	FILE *pipe;
	int status;

	*line = '\0';
	snprintf(quiet, sizeof quiet, "{ %s; } 2>/dev/null </dev/null", command);
	pipe = popen(quiet, "r");
	if (!pipe)
		return -1;
	if (!fgets(line, (int)size, pipe))
		*line = '\0';
	while (fgets(rest, sizeof rest, pipe))
		continue;
	line[strcspn(line, "\n")] = '\0';
	status = pclose(pipe);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void look(const char *path, const char *beginning, char *rest, size_t size)
{
	size_t length = strlen(beginning), room = 0;
	FILE *file = fopen(path, "r");
	char *line = NULL;

	*rest = '\0';
	if (!file)
		return;
	while (!*rest && getline(&line, &room, file) >= 0)
		if (!strncmp(line, beginning, length)) {
			line[strcspn(line, "\n")] = '\0';
			snprintf(rest, size, "%s",
				 line + length + strspn(line + length, " \t:"));
		}
	free(line);
	fclose(file);
}
