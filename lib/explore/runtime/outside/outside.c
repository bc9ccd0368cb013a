/* SPDX-License-Identifier: MIT */
#include "outside.h"

#include <signal.h>
#include <time.h>
#include <sys/wait.h>

#include "point.h"
#include "system.h"
#include "verdict.h"

static bool started_children;

void outside_starts_child(void)
{
	started_children = true;
}

bool outside_has_children(void)
{
	siginfo_t unused;

	return started_children && system_call(SYS_waitid, P_ALL, 0, &unused,
					       WEXITED | WNOHANG | WNOWAIT, NULL) == 0;
}

void outside_begin(void)
{
	if (board != NULL)
		board->report.outside++;
}

void outside_end(void)
{
	if (board != NULL)
		board->report.outside--;
}

void outside_pause(void)
{
	struct timespec moment = {.tv_nsec = 1000000};

	system_call(SYS_nanosleep, &moment, NULL);
	point_progress();
}
