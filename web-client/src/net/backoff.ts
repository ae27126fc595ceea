/** How long to wait between attempts. */
export interface BackoffPolicy {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** The wait before attempt `attempt` (1, 2, …): doubling, of which the upper half is left to chance (`random` in 0…1). */
export function backoffMs(policy: BackoffPolicy, attempt: number, random: number): number {
  const full = Math.min(policy.mostMs, policy.firstMs * 2 ** Math.max(0, attempt - 1));
  return Math.round(full / 2 + (full / 2) * random);
}
