import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { ExcludeRules } from '#lib/backup/exclude.ts'
import { ExitError, exitCodes } from './exit.ts'
import { printable } from './text.ts'

export interface ExcludeFlags {
  exclude: string[]
  excludeFrom: string[]
  excludeCaches?: boolean
  oneFileSystem?: boolean
}

/** The options by which a person says what is left out. */
export function withExcludeOptions(command: Command): Command {
  const collect = (value: string, before: string[]) => [...before, value]
  return command
    .option('--exclude <pattern>', 'leave out what matches, by the rules of .gitignore; repeatable', collect, [])
    .option('--exclude-from <file>', 'patterns, one a line; repeatable', collect, [])
    .option('--exclude-caches', 'leave out what is in folders with a CACHEDIR.TAG')
    .option('--one-file-system', 'leave out what is in folders on which another file system is mounted')
}

/**
 * The patterns of files come first, those of the command line behind them: of those that match the last one counts.
 *
 * @param store folders that are always left out.
 * @throws {ExitError} a pattern is empty, or a file of patterns cannot be read.
 */
export function excludeRules(flags: ExcludeFlags, store: string[]): ExcludeRules & { patterns: string[] } {
  if (flags.exclude.some((pattern) => pattern.trim() === ''))
    throw new ExitError(
      exitCodes.usage,
      '--exclude cannot be used: it is empty. Name a pattern, or leave the flag away.',
    )
  return {
    store,
    patterns: [...flags.excludeFrom.flatMap(readPatterns), ...flags.exclude],
    caches: flags.excludeCaches ?? false,
    oneFileSystem: flags.oneFileSystem ?? false,
  }
}

function readPatterns(file: string): string[] {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const reason =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
          ? 'it is not UTF-8'
          : code
    throw new ExitError(exitCodes.failed, `The patterns in ${printable(file)} cannot be read: ${reason}.`)
  }
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'))
}
