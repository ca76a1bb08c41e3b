import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Starts a TypeScript file beside this one under a command such as strace, or plainly. Its stderr is ours. */
export function startChild(file: string, args: string[], wrapper: string[] = []) {
  const script = fileURLToPath(new URL(file, import.meta.url))
  const [command, ...rest] = [...wrapper, process.execPath, script, ...args]
  return spawn(command!, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** The lines of a child's stdout as JSON values. */
export async function* messages<T>(child: ChildProcess): AsyncGenerator<T> {
  for await (const line of createInterface({ input: child.stdout! })) yield JSON.parse(line) as T
}

export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

/** Why a command cannot be used here; undefined where it can. */
export function whyNot(command: string, args: string[]): string | undefined {
  const tried = spawnSync(command, args, { stdio: 'pipe' })
  if (tried.error) return `${command}: ${tried.error.message}`
  return tried.status === 0 ? undefined : `${command} failed: ${tried.stderr.toString().trim()}`
}
