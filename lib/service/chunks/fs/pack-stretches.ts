import { recordHeaderBytes } from './pack-format.ts'
import type { PackLocation } from './pack-writer.ts'

/** A record to be read: where it lies, and the length of its payload. */
export interface PackedPlace {
  location: PackLocation
  length: number
}

/** Bytes of one pack that are read at once, and the records in them. */
export interface Stretch<Place> {
  pack: number
  offset: number
  length: number
  places: Place[]
}

/** What may lie between two records that are read together. Bytes. */
const gapBytes = 2 ** 15
/** A stretch takes no more records once it has this many bytes: hashing it keeps the event loop about a millisecond. */
const stretchBytes = 2 ** 20

/** Records as stretches, in the order in which they lie on the disk. */
export function stretchesOf<Place extends PackedPlace>(places: readonly Place[]): Stretch<Place>[] {
  const sorted = places.toSorted(({ location: a }, { location: b }) => a.pack - b.pack || a.offset - b.offset)
  const stretches: Stretch<Place>[] = []
  for (const place of sorted) {
    const { pack, offset } = place.location
    const end = offset + recordHeaderBytes + place.length
    const last = stretches.at(-1)
    const lastEnd = last ? last.offset + last.length : 0
    if (last?.pack === pack && offset - lastEnd <= gapBytes && end - last.offset <= stretchBytes) {
      last.length = Math.max(last.length, end - last.offset)
      last.places.push(place)
    } else {
      stretches.push({ pack, offset, length: end - offset, places: [place] })
    }
  }
  return stretches
}
