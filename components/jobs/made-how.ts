import { countOf, formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'

/** One thing told of how a backup was made. */
export interface MadeHow {
  label: string
  value: string
}

/** What `thaw backup` notes with a job, each where it notes it. Counts are items. */
interface ThawDetails {
  excluded?: {
    patterns?: { pattern?: unknown; items?: unknown }[]
    morePatterns?: number
    caches?: number
    mounts?: number
    store?: number
    /** Objects of the backup before. */
    dropped?: number
  }
  vanished?: number
  skipped?: number
  skippedNames?: unknown
  /** Objects that stayed as the backup before has them, because they were skipped. */
  kept?: number
  changed?: number
  /** Items that lack extended attributes. */
  without?: { unreadable?: unknown; tooLarge?: unknown }
  /** Why no item has them. */
  attributesNotKept?: unknown
  ownerNamesNotKept?: unknown
}

/** Names of skipped items that are shown. */
const shownNames = 10

/**
 * What a job's writer noted about how it was made, in words as far as it is a note of `thaw backup`; other JSON by its
 * members, and what is no JSON as it is.
 */
export function madeHow(text: string): MadeHow[] {
  const noted = parsed(text)
  if (typeof noted !== 'object' || noted === null || Array.isArray(noted)) return [{ label: 'Noted', value: text }]
  const { excluded, vanished, skipped, skippedNames, kept, changed, without, ...rest } = noted as ThawDetails &
    Record<string, unknown>
  const { attributesNotKept, ownerNamesNotKept, ...others } = rest
  return [
    ...patternsOf(excluded),
    ...counted('Caches left out', excluded?.caches),
    ...counted('Other file systems left out', excluded?.mounts),
    ...counted('Own store left out', excluded?.store),
    ...counted('In the backup before, and excluded now', excluded?.dropped),
    ...counted('Vanished while reading', vanished),
    ...skippedOf(skipped, skippedNames),
    ...counted('As in the backup before, because skipped', kept),
    ...counted('Changed while reading', changed),
    ...counted('Without attributes that cannot be read', without?.unreadable),
    ...counted('Without attributes of more than 4 MiB', without?.tooLarge),
    ...notKept('Attributes and ACLs', attributesNotKept),
    ...notKept('Names of owners', ownerNamesNotKept),
    ...Object.entries(others)
      .filter(isForPeople)
      .map(([label, value]) => ({
        label,
        value: typeof value === 'string' ? value : JSON.stringify(value),
      })),
  ]
}

/** How the backed-up folder itself looks is for a restore. */
function isForPeople([member, value]: [string, unknown]): boolean {
  return member !== 'folder' || typeof (value as { metadata?: unknown } | null)?.metadata !== 'string'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function patternsOf(excluded: ThawDetails['excluded']): MadeHow[] {
  const patterns = Array.isArray(excluded?.patterns) ? excluded.patterns : []
  const more = excluded?.morePatterns
  return [
    ...patterns.map(({ pattern, items }) => ({
      label: 'Excluded',
      value: `${visible(String(pattern))}${typeof items === 'number' ? `, ${countOf(items, 'item')}` : ''}`,
    })),
    ...(typeof more === 'number' ? [{ label: 'Excluded', value: `and by ${countOf(more, 'more pattern')}` }] : []),
  ]
}

function notKept(label: string, reason: unknown): MadeHow[] {
  return typeof reason === 'string' ? [{ label, value: `not kept: ${visible(reason)}` }] : []
}

function skippedOf(skipped: unknown, names: unknown): MadeHow[] {
  const [row] = counted('Skipped', skipped)
  if (!row || !Array.isArray(names) || names.length === 0) return row ? [row] : []
  const shown = names.slice(0, shownNames).map((name) => visible(String(name)))
  const more = (skipped as number) - shown.length
  return [{ ...row, value: `${row.value}: ${shown.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}` }]
}

/** Nothing where none were counted, but for a rule that was asked for: that it met nothing is worth knowing. */
function counted(label: string, items: unknown): MadeHow[] {
  if (typeof items !== 'number') return []
  if (items === 0 && !label.endsWith('left out')) return []
  return [{ label, value: formatCount(items) }]
}
