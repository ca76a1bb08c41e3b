/** Epoch milliseconds; undefined also where a service tells a time that is in no calendar. */
export function moment(date: Date | undefined): number | undefined {
  const time = date?.getTime()
  return Number.isNaN(time) ? undefined : time
}
