import type { List, Named } from './lister.ts'
import { compareNames } from './names.ts'

/** A listing over names in memory that counts what it is asked for; stands for the storage service in tests. */
export function fakeLister(names: string[], { emptyPages = 0 } = {}) {
  const sorted = names.every((name, i) => i === 0 || compareNames(names[i - 1]!, name) < 0)
    ? names
    : [...new Set(names)].sort(compareNames)
  const cost = { requests: 0, rows: 0, together: 0, most: 0 }
  const list: List<Named> = async ({ prefix = '', start = '', limit, token }) => {
    cost.requests++
    cost.most = Math.max(cost.most, ++cost.together)
    await Promise.resolve()
    cost.together--
    const [skipped, at] = token ? token.split('@').map(Number) : [0, undefined]
    const from = at ?? lowerBound(sorted, compareNames(start, prefix) > 0 ? start : prefix)
    if ((skipped ?? 0) < emptyPages) return { objects: [], token: `${(skipped ?? 0) + 1}@${from}` }
    const rows: string[] = []
    let i = from
    while (rows.length < limit && sorted[i]?.startsWith(prefix)) rows.push(sorted[i++]!)
    cost.rows += rows.length
    const more = sorted[i]?.startsWith(prefix)
    return { objects: rows.map((Name) => ({ Name })), ...(more && { token: `${emptyPages}@${i}` }) }
  }
  return { list, cost }
}

function lowerBound(sorted: string[], name: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareNames(sorted[middle]!, name) < 0) low = middle + 1
    else high = middle
  }
  return low
}
