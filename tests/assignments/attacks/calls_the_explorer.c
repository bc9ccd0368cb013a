/* SPDX-License-Identifier: MIT */
/* Asks the one who looks for data races to look away.
 *
 * verdict: forbidden call
 */
void AnnotateIgnoreWritesBegin(const char *file, int line);

static void attack(void)
{
	AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
}
