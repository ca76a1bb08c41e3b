import { join } from 'node:path'
import { Command } from 'commander'
import { type ConfigFlags, readConfig } from '#lib/config/read-config.ts'
import { openLedger } from '#lib/ledger/sqlite/open-ledger.ts'
import { issueSignInCode, signInLink } from '#lib/session/sign-in.ts'
import { requireRunning } from './require-running.ts'

/** `thaw sign-in`: another sign-in link for the running dashboard. */
export function signInCommand(): Command {
  return new Command('sign-in')
    .description('print a link that signs a browser in to the running dashboard')
    .option('--data-dir <path>', 'where the running dashboard keeps everything (THAW_DATA_DIR)')
    .action(async (flags: ConfigFlags) => console.log(await newSignInLink(readConfig(undefined, flags).dataDir)))
}

/** @throws {ConfigError} when no dashboard runs on this data folder. */
export async function newSignInLink(dataDir: string): Promise<string> {
  const running = requireRunning(dataDir)
  await using ledger = await openLedger(join(dataDir, 'ledger.sqlite'))
  return signInLink(running.dashboardUrl, await issueSignInCode(ledger, Date.now()))
}
