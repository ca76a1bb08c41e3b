import type { Browser } from '@playwright/test'

/**
 * A task of a page's main thread: milliseconds from its begin to its end, and those it had a processor for. Where other
 * programs want the processors too, the difference is theirs.
 */
export interface Task {
  wall: number
  processor: number
}

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  dur?: number
  tdur?: number
  args?: { name?: string }
}

const long = 50

/** Does something in a page and tells the tasks of its main thread meanwhile that took more than 50 ms on the clock. */
export async function longTasks<T>(browser: Browser, act: () => Promise<T>): Promise<{ result: T; tasks: Task[] }> {
  await browser.startTracing(undefined, { categories: ['toplevel'] })
  const result = await act()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const named = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const main = new Set(named.map(thread))
  const tasks = traceEvents
    .filter((event) => event.name.endsWith('::RunTask') && event.ph === 'X' && main.has(thread(event)))
    .map(({ dur = 0, tdur = dur }) => ({ wall: dur / 1000, processor: tdur / 1000 }))
  return { result, tasks: tasks.filter(({ wall }) => wall > long) }
}

export const taskColumns = ['tasks over 50 ms', 'longest', 'of processor time', 'longest']

/** How many took more than 50 ms, and the longest: first on the clock, then of processor time alone. */
export function taskCells(tasks: Task[]): string[] {
  const told = (times: number[]) => {
    const most = Math.max(0, ...times)
    return [String(times.filter((time) => time > long).length), most === 0 ? '' : `${Math.round(most)} ms`]
  }
  return [...told(tasks.map(({ wall }) => wall)), ...told(tasks.map(({ processor }) => processor))]
}
