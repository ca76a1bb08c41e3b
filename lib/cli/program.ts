import { Command, CommanderError } from 'commander'
import { backupCommand } from './backup.ts'
import { commitCommand } from './commit.ts'
import { confirmCommand } from './confirm.ts'
import { envCommand } from './env.ts'
import { ExitError, exitCodeHelp, exitCodes } from './exit.ts'
import { fileSentence } from './file-sentence.ts'
import { gcCommand } from './gc.ts'
import { jobsCommand } from './jobs.ts'
import { lsCommand } from './ls.ts'
import { restoreCommand } from './restore.ts'
import { sampleCommand } from './sample.ts'
import { serveCommand } from './serve.ts'
import { signInCommand } from './sign-in.ts'
import { printable } from './text.ts'
import { verifyCommand } from './verify.ts'

/** Runs one command line. @returns the exit code; what went wrong is already told on stderr. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync(args, { from: 'user' })
    return exitCodes.ok
  } catch (error) {
    // Commander has printed its own message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
    console.error(sentence(error))
    return error instanceof ExitError ? error.exitCode : exitCodes.failed
  }
}

function program(): Command {
  const thaw = new Command('thaw')
    .description('Browse, verify and restore backups kept behind the AWS Backup Storage API.')
    .addHelpText('after', exitCodeHelp)
  const commands = [
    serveCommand(),
    backupCommand(),
    jobsCommand(),
    commitCommand(),
    confirmCommand(),
    lsCommand(),
    restoreCommand(),
    verifyCommand(),
    gcCommand(),
    envCommand(),
    signInCommand(),
    sampleCommand(),
  ]
  for (const command of commands) thaw.addCommand(command)
  for (const command of [thaw, ...commands]) command.exitOverride()
  return thaw
}

/** What a person reads: the error in its own words, with the request id where a service gave one. */
function sentence(error: unknown): string {
  if (!(error instanceof Error)) return printable(String(error))
  const { $metadata, code } = error as Error & { $metadata?: { requestId?: string }; code?: string }
  if (code === 'ECONNREFUSED') return 'The storage endpoint does not answer: is it running, and is its address right?'
  const aboutFile = fileSentence(error)
  if (aboutFile) return aboutFile
  const message = printable(error.message || error.name)
  return $metadata?.requestId ? `${message} (request ${printable($metadata.requestId)})` : message
}
