import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RemoteStorage, ThawServer } from './thaw.ts'

/** The storage service inside a server, for another one to read from. */
export async function storageOf({ dataDir }: ThawServer): Promise<RemoteStorage> {
  const { storageEndpoint } = await json(dataDir, 'running.json')
  const { accessKeyId, secretAccessKey } = await json(dataDir, 'credentials.json')
  return { endpoint: storageEndpoint!, accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey! }
}

/** Halts the server's process where it is, as a machine that hangs; disposing it lets it go on. */
export async function halt({ dataDir }: ThawServer): Promise<Disposable> {
  const pid = Number((await json(dataDir, 'running.json')).pid)
  process.kill(pid, 'SIGSTOP')
  return { [Symbol.dispose]: () => void process.kill(pid, 'SIGCONT') }
}

async function json(dataDir: string, name: string): Promise<Record<string, string>> {
  return JSON.parse(await readFile(join(dataDir, name), 'utf8'))
}
