import { ConfigError } from '#lib/config/config.ts'
import { type Running, readRunning } from '#lib/config/running.ts'
import { thawCommand } from './thaw-command.ts'

/** @throws {ConfigError} when nothing runs on this data folder, saying how to start it. */
export function requireRunning(dataDir: string): Running {
  const running = readRunning(dataDir)
  if (running) return running
  throw new ConfigError(`Nothing runs on ${dataDir}: start it with \`npm start\` or \`${thawCommand()} serve\`.`)
}
