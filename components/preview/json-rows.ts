import type { JsonTree } from '#lib/preview/json.ts'

/** As many rows are open at first, whole levels of them. */
const firstRows = 100

/** What is open at first: level by level as long as few rows show. */
export function firstOpen(tree: JsonTree): Uint8Array {
  let open = new Uint8Array(tree.count)
  for (let level = 0; ; level++) {
    const rows = tree.rows(open).map(tree.value)
    const more = rows.filter(({ depth, children }) => depth === level && children > 0)
    const added = more.reduce((sum, { children }) => sum + children, 0)
    if (more.length === 0 || (level > 0 && rows.length + added > firstRows)) return open
    const next = Uint8Array.from(open)
    for (const index of tree.rows(open)) if (tree.value(index).depth === level) next[index] = 1
    open = next
  }
}

export function toggled(tree: JsonTree, open: Uint8Array, index: number): Uint8Array {
  const next = Uint8Array.from(open)
  next[index] = tree.value(index).children > 0 && !open[index] ? 1 : 0
  return next
}

interface Hand {
  tree: JsonTree
  open: Uint8Array
  rows: number[]
  /** The row in hand. */
  at: number
  /** Rows to a page. */
  page: number
}

/** What a key does in a tree (WAI-ARIA): the row it leads to, or open and shut. */
export function keyTarget(key: string, { tree, open, rows, at, page }: Hand): number | 'toggle' | undefined {
  const index = rows[at]!
  const value = tree.value(index)
  const isOpen = value.children > 0 && open[index] === 1
  const within = (row: number) => Math.max(0, Math.min(rows.length - 1, row))
  switch (key) {
    case 'ArrowDown':
      return within(at + 1)
    case 'ArrowUp':
      return within(at - 1)
    case 'PageDown':
      return within(at + page)
    case 'PageUp':
      return within(at - page)
    case 'Home':
      return 0
    case 'End':
      return rows.length - 1
    case 'ArrowRight':
      if (value.children === 0) return at
      return isOpen ? within(at + 1) : 'toggle'
    case 'ArrowLeft':
      if (isOpen) return 'toggle'
      return value.parent < 0 ? at : rows.indexOf(value.parent)
    case 'Enter':
    case ' ':
      return value.children > 0 ? 'toggle' : at
  }
  return undefined
}
