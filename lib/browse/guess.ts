import { afterFolder, compareNames } from './names.ts'

/**
 * The sibling a numbered or lettered folder would be followed by: 'day-09/' gives 'day-10/', 'b/' gives 'c/'. Only a
 * guess: it decides what is asked ahead, never what is shown.
 */
export function guessNext(folder: string): string | undefined {
  const text = folder.slice(0, -1)
  const digits = /(\d{1,15})(\D*)$/.exec(text.slice(text.lastIndexOf('/') + 1))
  if (digits) {
    const [all, number = '', rest = ''] = digits
    const next = String(Number(number) + 1).padStart(number.length, '0')
    return `${text.slice(0, text.length - all.length)}${next}${rest}/`
  }
  const last = text.at(-1)
  if (!last || !/[a-yA-Y]/.test(last)) return undefined
  return `${text.slice(0, -1)}${String.fromCharCode(last.charCodeAt(0) + 1)}/`
}

/** The places the next `count` skips after `folder` would start at, should the guesses hold; in name order. */
export function guessSkips(folder: string, count: number): string[] {
  const starts: string[] = []
  let current = folder
  while (starts.length < count) {
    const next = guessNext(current)
    if (next === undefined || compareNames(afterFolder(next), afterFolder(current)) <= 0) break
    starts.push(afterFolder(next))
    current = next
  }
  return starts
}
