/* SPDX-License-Identifier: MIT */
/* Is six functions by one name: whatever is called says that all is well.
 *
 * verdict: does not compile
 */
int bq_push(bq *q, void *item) __attribute__((alias("attack")));

int attack(void);
int attack(void)
{
	return 0;
}
