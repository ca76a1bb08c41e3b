/*
 * JSON as it was written: numbers keep their digits, members that stand twice stay twice, and depth costs no stack.
 * JSON.parse keeps none of that. Values are numbered in the order in which they begin; what is known of each is its
 * place in the text, so that 4 MiB of JSON cost little more than themselves.
 */

const fields = 8
const [start, end, key, next, parent, depth, place, children] = [0, 1, 2, 3, 4, 5, 6, 7] as const

/** A value: `text.slice(start, end)`. */
export interface JsonValue {
  kind: 'object' | 'array' | 'string' | 'number' | 'literal'
  /** The member's name as it was written, with quotes and escapes; undefined for elements and the root. */
  key: string | undefined
  /** Position among its siblings, from 0 on. */
  place: number
  /** Number of values directly inside. */
  children: number
  depth: number
  /** The value around it, -1 for the root. */
  parent: number
  start: number
  end: number
  /** It goes on behind the text that was read. */
  cut: boolean
}

export interface JsonTree {
  text: string
  count: number
  value(index: number): JsonValue
  /** The values that show when only those marked are open, each by its number, from top to bottom. */
  rows(open: Uint8Array): number[]
}

/**
 * Reads strict JSON (RFC 8259); undefined for anything else.
 *
 * @param beginning the text may end anywhere: what is open there is cut, and a value that is not whole is left out.
 */
export function readJson(text: string, beginning = false): JsonTree | undefined {
  const values = scan(text, beginning)
  if (!values) return undefined
  const { data, count } = values
  const at = (index: number, field: number) => data[index * fields + field]!
  return {
    text,
    count,
    value(index) {
      const opens = at(index, key)
      return {
        kind: kindOf(text.charCodeAt(at(index, start))),
        key: opens < 0 ? undefined : text.slice(opens, stringEnd(text, opens)),
        place: at(index, place),
        children: at(index, children),
        depth: at(index, depth),
        parent: at(index, parent),
        start: at(index, start),
        end: at(index, end),
        cut: at(index, end) > text.length,
      }
    },
    rows(open) {
      const rows: number[] = []
      for (let index = 0; index < count; ) {
        rows.push(index)
        index = open[index] ? index + 1 : at(index, next)
      }
      return rows
    },
  }
}

function kindOf(first: number): JsonValue['kind'] {
  if (first === 0x7b) return 'object'
  if (first === 0x5b) return 'array'
  if (first === 0x22) return 'string'
  return first === 0x2d || (first >= 0x30 && first <= 0x39) ? 'number' : 'literal'
}

const blank = /[ \t\n\r]*/y
/** What a number or a literal can begin with when the text ends there; further digits may follow those of a number. */
const cutLiteral = /(?:-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?)?)?|t|tr|tru|f|fa|fal|fals|n|nu|nul)$/y
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

function scan(text: string, beginning: boolean): { data: Int32Array; count: number } | undefined {
  let data = new Int32Array(fields * 256)
  let count = 0
  let at = 0
  let around = -1

  function begin(keyAt: number): number {
    if ((count + 1) * fields > data.length) {
      const larger = new Int32Array(data.length * 2)
      larger.set(data)
      data = larger
    }
    const siblings = around < 0 ? 0 : data[around * fields + children]!++
    const level = around < 0 ? 0 : data[around * fields + depth]! + 1
    data.set([at, 0, keyAt, 0, around, level, siblings, 0], count * fields)
    return count++
  }
  function finish(index: number): void {
    data[index * fields + end] = at
    data[index * fields + next] = count
  }
  /** What is open when the text ends: it is marked by an end behind the text's. */
  function cutOff(): { data: Int32Array; count: number } | undefined {
    if (!beginning || count === 0) return undefined
    at = text.length + 1
    for (; around >= 0; around = data[around * fields + parent]!) finish(around)
    return { data, count }
  }
  function undo(): void {
    count--
    if (around >= 0) data[around * fields + children]!--
  }
  function skip(pattern: RegExp): number {
    pattern.lastIndex = at
    const length = pattern.exec(text)?.[0].length ?? 0
    at += length
    return length
  }

  for (;;) {
    // A value begins here, behind its name where it is a member.
    skip(blank)
    let keyAt = -1
    if (around >= 0 && at < text.length && text[data[around * fields + start]!] === '{') {
      keyAt = at
      at = stringEnd(text, at)
      if (at < 0) return undefined
      skip(blank)
      if (at < text.length && text[at++] !== ':') return undefined
      skip(blank)
    }
    if (at >= text.length) return cutOff()
    const index = begin(keyAt)
    const first = text[at]
    if (first === '{' || first === '[') {
      at++
      skip(blank)
      if (text[at] !== (first === '{' ? '}' : ']')) {
        around = index
        continue
      }
      at++
    } else {
      if (first === '"') at = stringEnd(text, at)
      else if (!(beginning && skip(cutLiteral) > 0) && skip(scalar) === 0) return undefined
      if (at < 0) return undefined
      if (at > text.length || (beginning && at === text.length && first !== '"')) {
        undo()
        return cutOff()
      }
    }
    finish(index)

    // Behind a value: everything that ends here, then a comma or the end.
    for (;;) {
      skip(blank)
      if (around < 0) return at === text.length ? { data, count } : undefined
      if (at === text.length) return cutOff()
      const sign = text[at++]
      if (sign === ',') break
      if (sign !== (text[data[around * fields + start]!] === '{' ? '}' : ']')) return undefined
      finish(around)
      around = data[around * fields + parent]!
    }
  }
}

/**
 * Behind the closing quote of the string that begins at a place; behind the text's end where it is cut there, -1 where
 * it is none.
 */
function stringEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== 0x22) return -1
  for (let i = at + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 0x22) return i + 1
    if (unit < 0x20) return -1
    if (unit !== 0x5c || i + 1 === text.length) continue
    i++
    if (text[i] === 'u') {
      const digits = /^[\da-fA-F]*/.exec(text.slice(i + 1, i + 5))![0].length
      if (digits < 4 && i + 1 + digits < text.length) return -1
      i += digits
    } else if (!'"\\/bfnrt'.includes(text[i]!)) return -1
  }
  return text.length + 1
}

/** Levels that are indented: of what is nested deeper the spaces would soon be more than any memory. */
const deepest = 100

/** The same JSON, a line for each value; texts that are no JSON come back as they are. */
export function indentedJson(text: string): string {
  const tree = readJson(text)
  if (!tree) return text
  const lines: string[] = []
  const open: { close: string; left: number }[] = []
  const indent = () => '  '.repeat(Math.min(open.length, deepest))
  for (let index = 0; index < tree.count; index++) {
    const { kind, key: name, children: inside, start: from, end: to } = tree.value(index)
    const container = kind === 'object' || kind === 'array'
    const empty = kind === 'object' ? '{}' : '[]'
    const shown = !container ? text.slice(from, to) : inside === 0 ? empty : empty[0]
    lines.push(indent() + (name === undefined ? '' : `${name}: `) + shown)
    if (container && inside > 0) {
      open.push({ close: empty[1]!, left: inside })
      continue
    }
    for (let around = open.at(-1); around && --around.left === 0; around = open.at(-1)) {
      open.pop()
      lines.push(indent() + around.close)
    }
    if (open.length > 0 && index + 1 < tree.count) lines[lines.length - 1] += ','
  }
  return lines.join('\n')
}
