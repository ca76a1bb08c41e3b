import type { Log } from '#lib/log.ts'
/** What a step did, for the log: plain numbers under plain names. */
export type StepStats = Record<string, number>

/** Work that keeps a store in order. */
export interface MaintenanceStep {
  name: string
  /** Milliseconds between the end of one run and the start of the next; also before the first. */
  everyMs: number
  run(signal: AbortSignal): Promise<StepStats>
}

/** One run of a step: its figures, or why it failed. */
export type StepReport = { step: string; milliseconds: number } & ({ stats: StepStats } | { error: unknown })

/** Runs a step once and says how it went; it never throws. */
export async function runStep(step: MaintenanceStep, signal: AbortSignal): Promise<StepReport> {
  const start = performance.now()
  const outcome = await step.run(signal).then(
    (stats) => ({ stats }),
    (error: unknown) => ({ error }),
  )
  return { step: step.name, milliseconds: Math.round(performance.now() - start), ...outcome }
}

/**
 * Runs the steps on their timers, which do not keep the process alive. A step that fails is logged and tried again at
 * its next time. Disposing aborts what runs and waits for it.
 */
export function startMaintenance(steps: MaintenanceStep[], log: Pick<Log, 'info' | 'error'>): AsyncDisposable {
  const stopping = new AbortController()
  const timers = new Map<MaintenanceStep, NodeJS.Timeout>()
  const running = new Set<Promise<void>>()

  const schedule = (step: MaintenanceStep) => {
    timers.set(step, setTimeout(() => track(runAndReport(step)), step.everyMs).unref())
  }
  const runAndReport = async (step: MaintenanceStep) => {
    const report = await runStep(step, stopping.signal)
    if (stopping.signal.aborted) return
    if ('error' in report) log.error({ step: report.step, err: report.error }, 'Maintenance failed')
    else log.info(report, 'Maintenance done')
    schedule(step)
  }
  const track = (run: Promise<void>) => {
    running.add(run)
    void run.finally(() => running.delete(run))
  }

  for (const step of steps) schedule(step)
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort()
      for (const timer of timers.values()) clearTimeout(timer)
      await Promise.all(running)
    },
  }
}
