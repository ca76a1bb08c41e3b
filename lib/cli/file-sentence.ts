import { fileWords } from '#lib/failure/file-failure-words.ts'
import { printable } from './text.ts'

/**
 * What a person reads of an error of the file system: what is wrong with what, and what to do.
 *
 * @param subject what it is about; without it the path the system names.
 * @returns undefined for every other error.
 */
export function fileSentence(error: unknown, subject?: string): string | undefined {
  const words = fileWords(error)
  if (!words) return undefined
  const { path } = error as { path?: string }
  const about = subject ?? (path ? printable(path) : 'The file system')
  return [`${about}: ${words.what}.`, ...(words.remedy ? [words.remedy] : [])].join(' ')
}
