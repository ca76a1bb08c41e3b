import { type Reader, StoppedError } from '../reader.ts'
import { type Header, malformed, payloadOf, readPage } from './format.ts'

/** How large a tree is. */
export interface TreeSize {
  /** With the pages of what overflows. */
  pages: number
  /** Rows of a table, keys of an index; undefined where not every page was read. */
  rows: number | undefined
  /** There may be more pages: not all that lead to others were read. */
  atLeast: boolean
}

/** Pages of one tree that are followed at most. */
const mostPages = 100_000

interface Tree {
  root: number
  waiting: number[]
  pages: number
  rows: number
  /** What was found is not a tree. */
  malformed: boolean
}

/**
 * The sizes of trees, by the number of their first page, as far as the reader goes: first the upmost page of each, then
 * what is below, level by level. Those that are not sound, and those nothing was read of, are left out.
 */
export async function readSizes(reader: Reader, header: Header, roots: number[]): Promise<Map<number, TreeSize>> {
  const trees: Tree[] = roots.map((root) => ({ root, waiting: [root], pages: 1, rows: 0, malformed: false }))
  const seen = new Set<number>()
  const begun = new Set<Tree>()
  try {
    for (const tree of trees) {
      await readNext(reader, header, tree, seen)
      begun.add(tree)
    }
    for (const tree of trees) while (tree.waiting.length > 0) await readNext(reader, header, tree, seen)
  } catch (error) {
    if (!(error instanceof StoppedError) || error.reason === 'form') throw error
  }
  const sound = trees.filter((tree) => begun.has(tree) && !tree.malformed)
  return new Map(
    sound.map(({ root, pages, rows, waiting }) => {
      const atLeast = waiting.length > 0
      return [root, { pages, rows: atLeast ? undefined : rows, atLeast }]
    }),
  )
}

async function readNext(reader: Reader, header: Header, tree: Tree, seen: Set<number>): Promise<void> {
  const number = tree.waiting[0]!
  try {
    // A page has one place in one tree.
    if (seen.has(number)) throw malformed()
    const page = await readPage(reader, header, number)
    seen.add(number)
    if (tree.pages + page.children.length > mostPages) throw new StoppedError('reads', 'No more of it was read.')
    const hold = page.leaf || !page.rows
    for (const cell of hold ? page.cells : []) tree.pages += payloadOf(header, page, cell).overflowPages
    if (hold) tree.rows += page.cells.length
    tree.pages += page.children.length
    tree.waiting.shift()
    tree.waiting.push(...page.children)
    if (tree.pages > header.pages) throw malformed()
  } catch (error) {
    if (!(error instanceof StoppedError) || (error.reason !== 'form' && error.reason !== 'end')) throw error
    tree.malformed = true
    tree.waiting = []
  }
}
