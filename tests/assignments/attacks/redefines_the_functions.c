/* SPDX-License-Identifier: MIT */
/* Gives the functions that are called other names, and others theirs.
 *
 * verdict: does not compile
 */
#define bq_new	bq_fresh
#define bq_push bq_put

static void attack(void)
{
}
