import { setImmediate } from 'node:timers/promises'
import type { Ledger } from '#lib/ledger/ledger.ts'

/** Forgets plans that expired, a slice at a time. */
export async function sweepPlans({ archivePlans }: Pick<Ledger, 'archivePlans'>, now: number): Promise<void> {
  while (archivePlans.sweep(now, 1_000)) await setImmediate()
}
