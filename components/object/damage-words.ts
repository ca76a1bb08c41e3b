import { formatCount } from '../format/size.ts'

/** The list of an object's chunks, and its metadata, in the place of a chunk's index. */
const list = -1
const metadata = -2

/**
 * Which part of an object is damaged and what that means for a download: it gives what comes before the first damaged
 * chunk, if anything does.
 */
export function damageWords(chunks: readonly number[]): string {
  if (chunks.includes(list)) return 'The list of its chunks did not fit its checksum: it cannot be downloaded.'
  const bad = chunks.filter((index) => index >= 0).sort((a, b) => a - b)
  const [first] = bad
  if (first === undefined)
    return chunks.includes(metadata)
      ? 'Its metadata could not be verified. Its content is another matter: nothing is known against it.'
      : ''
  const before =
    first === 0
      ? 'A download breaks off before its first byte.'
      : `A download gives what comes before chunk ${formatCount(first)}, each chunk checked, and breaks off there.`
  return `${named(bad)} could not be verified. ${before}`
}

function named(chunks: readonly number[]): string {
  const some = chunks.slice(0, 3).map(formatCount).join(', ')
  const more = chunks.length > 3 ? ` and ${formatCount(chunks.length - 3)} more` : ''
  return `${chunks.length === 1 ? 'Chunk' : 'Chunks'} ${some}${more}`
}
