/* SPDX-License-Identifier: MIT */
/* jumps - a thread that jumps out of a signal handler no longer runs it.
 */
#undef _FORTIFY_SOURCE

#include <setjmp.h>

#include "point.h"
#include "real.h"

/* What the compiler calls when it checks that a jump goes up the stack. */
void __longjmp_chk(struct __jmp_buf_tag place[1], int value) __attribute__((noreturn));

static void leave_handler(void)
{
	struct thread *self = point_controls();

	if (self != NULL)
		self->in_handler = false;
}

INTERPOSED void longjmp(struct __jmp_buf_tag place[1], int value)
{
	leave_handler();
	RARE(longjmp)(place, value);
	__builtin_unreachable();
}

INTERPOSED void _longjmp(struct __jmp_buf_tag place[1], int value)
{
	leave_handler();
	RARE(_longjmp)(place, value);
	__builtin_unreachable();
}

INTERPOSED void siglongjmp(struct __jmp_buf_tag place[1], int value)
{
	leave_handler();
	RARE(siglongjmp)(place, value);
	__builtin_unreachable();
}

INTERPOSED void __longjmp_chk(struct __jmp_buf_tag place[1], int value)
{
	leave_handler();
	RARE(__longjmp_chk)(place, value);
	__builtin_unreachable();
}
