import { AsyncLocalStorage } from 'node:async_hooks'

/** How long ago the sample does what it does now, in milliseconds. */
const ago = new AsyncLocalStorage<number>()

/** The time for operations of the service in this process: the real one for everybody but the sample. */
export const sampleClock = () => Date.now() - (ago.getStore() ?? 0)

/** Runs something of the sample as if it was this time: a week of backups can be made in a second. */
export const atSampleTime = <T>(time: number, run: () => Promise<T>): Promise<T> => ago.run(Date.now() - time, run)
