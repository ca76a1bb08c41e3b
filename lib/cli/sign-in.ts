import { join } from 'node:path'
import { Command } from 'commander'
import { type ConfigFlags, readConfig } from '#lib/config/read-config.ts'
import { openLedger } from '#lib/ledger/ledger.ts'
import { issueSignInCode, signInLink } from '#lib/session/sign-in.ts'
import { requireRunning } from './require-running.ts'

/** `thaw sign-in`: another sign-in link for the running dashboard. */
export function signInCommand(): Command {
  return new Command('sign-in')
    .description('print a link that signs a browser in to the running dashboard')
    .option('--data-dir <path>', 'where the running dashboard keeps everything (THAW_DATA_DIR)')
    .action((flags: ConfigFlags) => console.log(newSignInLink(readConfig(undefined, flags).dataDir)))
}

/** @throws {ConfigError} when no dashboard runs on this data folder. */
export function newSignInLink(dataDir: string): string {
  const running = requireRunning(dataDir)
  using ledger = openLedger(join(dataDir, 'ledger.sqlite'))
  return signInLink(running.dashboardUrl, issueSignInCode(ledger, Date.now()))
}
