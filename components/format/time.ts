const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const steps: [limit: number, unit: Intl.RelativeTimeFormatUnit, length: number][] = [
  [minute, 'second', second],
  [hour, 'minute', minute],
  [day, 'hour', hour],
  [30 * day, 'day', day],
  [365 * day, 'month', 30.44 * day],
  [Number.POSITIVE_INFINITY, 'year', 365.25 * day],
]

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' })

/** '3 hours ago', 'in 2 days', 'just now' within ten seconds. Times are epoch milliseconds. */
export function formatAgo(time: number, now: number): string {
  const distance = time - now
  const size = Math.abs(distance)
  if (size < 10 * second) return 'just now'
  const [, unit, length] = steps.find(([limit]) => size < limit)!
  return relative.format(Math.sign(distance) * Math.max(1, Math.floor(size / length)), unit)
}

/** '480 ms', '42 s', '3 min 05 s', '2 h 03 min', '4 d 02 h'. */
export function formatDuration(milliseconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  if (milliseconds < second) return `${Math.max(0, Math.round(milliseconds))} ms`
  if (milliseconds < minute) return `${Math.floor(milliseconds / second)} s`
  if (milliseconds < hour) return `${Math.floor(milliseconds / minute)} min ${two((milliseconds % minute) / second)} s`
  if (milliseconds < day) return `${Math.floor(milliseconds / hour)} h ${two((milliseconds % hour) / minute)} min`
  return `${Math.floor(milliseconds / day)} d ${two((milliseconds % day) / hour)} h`
}

/** '2026-03-01 14:05', in the zone given or the reader's own. */
export function formatDateTime(time: number, timeZone?: string): string {
  const part = parts(time, timeZone)
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}`
}

/** '2026-03-01 14:05:09 GMT+1', for a tooltip. */
export function formatExact(time: number, timeZone?: string): string {
  const part = parts(time, timeZone)
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second} ${part.timeZoneName}`
}

const formats = new Map<string | undefined, Intl.DateTimeFormat>()

function parts(time: number, timeZone: string | undefined): Record<string, string> {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
      timeZone,
    })
    formats.set(timeZone, format)
  }
  return Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]))
}
