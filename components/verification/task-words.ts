import { countOf, formatBytes, formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { formatDuration } from '../format/time.ts'
import type { VerificationTask } from './task.ts'

/** What is verified, in words. */
export function scopeOf({ prefix, name }: Pick<VerificationTask, 'prefix' | 'name'>): string {
  if (name !== null) return visible(name)
  return prefix === '' ? 'The whole job' : `What begins with ${visible(prefix)}`
}

/** How far it is: '12 of 640 objects, 4.0 MiB of 1.2 GiB'. */
export function amountOf({ objects, bytes, totalObjects, totalBytes }: VerificationTask): string {
  if (totalObjects === null || totalBytes === null || objects >= totalObjects)
    return `${countOf(objects, 'object')}, ${formatBytes(bytes)}`
  return `${formatCount(objects)} of ${countOf(totalObjects, 'object')}, ${formatBytes(bytes)} of ${formatBytes(totalBytes)}`
}

/** Rate and time left, while it runs. */
export function paceOf({ state, rate, secondsLeft }: VerificationTask): string {
  if (state !== 'running') return ''
  return [rate && `${formatBytes(rate)}/s`, secondsLeft !== undefined && `${formatDuration(secondsLeft * 1000)} left`]
    .filter(Boolean)
    .join(', ')
}
