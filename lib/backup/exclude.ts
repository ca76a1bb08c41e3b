import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import ignore from 'ignore'
import type { SourceFolder } from './source-folder.ts'

/** What a backup leaves out though it is there. */
export interface ExcludeRules {
  /** Absolute paths, with all that is in them: where the store itself lies. */
  store?: readonly string[]
  /** Patterns as lines of a `.gitignore` in the folder that is backed up; of those that match the last one counts. */
  patterns?: readonly string[]
  /** The contents of folders whose `CACHEDIR.TAG` says that they can be made again. */
  caches?: boolean
  /** The contents of folders on which another file system is mounted. */
  oneFileSystem?: boolean
}

/** Something that a rule leaves out; a folder with all that is in it. */
export interface ExcludedEntry {
  kind: 'excluded'
  name: string
  rule: 'pattern' | 'cache' | 'mount' | 'store'
  /** The one that matched, of rule `pattern`. */
  pattern?: string
  /** No backup can hold such a name, so it has no place in the order of names. */
  unnameable?: boolean
}

/** The rules at work in one walk. Names are object names: a folder's end with `/`. */
export interface Exclusion {
  /** Whether an entry is left out. It asks nothing of the folders above: what is in one that is left out is not asked for. */
  entry(path: string, name: string, inCache: boolean): ExcludedEntry | undefined
  /** Whether a folder is kept and what is in it left out. */
  contents(folder: { name: string; device: bigint }): ExcludedEntry | undefined
  /** Whether all in the folder but its tag is left out. */
  isCache(folder: SourceFolder): Promise<boolean>
}

/** @param device number of the file system that is backed up. */
export function createExclusion(rules: ExcludeRules, device: bigint): Exclusion {
  const { caches = false, oneFileSystem = false } = rules
  const store = new Set(rules.store)
  const matching = createPatterns(rules.patterns ?? [])
  return {
    entry(path, name, inCache) {
      if (store.has(path)) return { kind: 'excluded', name, rule: 'store' }
      if (inCache && !path.endsWith(`/${tag}`)) return { kind: 'excluded', name, rule: 'cache' }
      const pattern = matching(name)
      return pattern === undefined ? undefined : { kind: 'excluded', name, rule: 'pattern', pattern }
    },
    contents(folder) {
      const elsewhere = oneFileSystem && folder.device !== device
      return elsewhere ? { kind: 'excluded', name: folder.name, rule: 'mount' } : undefined
    },
    async isCache(folder) {
      return (
        caches && folder.listed.some((entry) => entry.isFile() && entry.name.equals(tagName)) && (await isTag(folder))
      )
    },
  }
}

const tag = 'CACHEDIR.TAG'
const tagName = Buffer.from(tag)
/** https://bford.info/cachedir/: a file that only has the name says nothing. */
const signature = 'Signature: 8a477f597d28d172789f06886806bc55'

async function isTag(folder: SourceFolder): Promise<boolean> {
  try {
    using held = folder.hold()
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
    await using file = await open(join(held.path, tag), flags)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(signature.length), 0, signature.length, 0)
    return buffer.toString('latin1', 0, bytesRead) === signature
  } catch {
    return false // what cannot be read says nothing either
  }
}

/** The library remembers every name it was asked for; after so many it begins anew. */
const remembered = 10_000

/** Finds the pattern that leaves a name out. */
function createPatterns(patterns: readonly string[]): (name: string) => string | undefined {
  if (patterns.length === 0) return () => undefined
  // File names differ by case here, whatever the library takes for granted.
  const options = { ignorecase: false }
  const compiled = ignore(options).add(patterns.map((pattern) => ({ pattern })))
  let asked = 0
  let matcher = compiled
  return (name) => {
    if (asked++ % remembered === 0) matcher = ignore(options).add(compiled)
    return matcher.test(name).rule?.pattern
  }
}
