/* SPDX-License-Identifier: MIT */
/* Says that all is well by another name for failure.
 *
 * verdict: wrong answer
 */
#define BQ_NO_MEMORY 0
#define BQ_CLOSED    0

static void attack(void)
{
}
