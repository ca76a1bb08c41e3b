import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { type ConfigFlags, readConfig } from '#lib/config/read-config.ts'
import { requireRunning } from './require-running.ts'

/** `thaw env`: shell lines that point any AWS client at the running service. */
export function envCommand(): Command {
  return new Command('env')
    .description('print exports that point any AWS client at the running service')
    .option('--data-dir <path>', 'where the running service keeps everything (THAW_DATA_DIR)')
    .action((flags: ConfigFlags) => {
      for (const line of environmentLines(readConfig(undefined, flags).dataDir)) console.log(line)
    })
}

/** @throws {ConfigError} when no service runs on this data folder. */
export function environmentLines(dataDir: string): string[] {
  const running = requireRunning(dataDir)
  const variables = {
    ...(running.embedded && readCredentials(dataDir)),
    AWS_REGION: running.region,
    AWS_ENDPOINT_URL_BACKUPSTORAGE: running.storageEndpoint,
    AWS_ENDPOINT_URL_BACKUP: running.backupEndpoint,
  }
  return Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`)
}

function readCredentials(dataDir: string) {
  const { accessKeyId, secretAccessKey } = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'))
  return { AWS_ACCESS_KEY_ID: String(accessKeyId), AWS_SECRET_ACCESS_KEY: String(secretAccessKey) }
}

/** A POSIX shell word that means exactly `value`. */
function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`
}
