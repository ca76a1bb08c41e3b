/** Who imports whom in this repository, for the tests of its folders. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const project = resolve(import.meta.dirname, '..')

/** One import, by paths from the project's folder. */
export interface Import {
  from: string
  to: string
  /** As it is written. */
  specifier: string
}

/** Every import of one of our own files in the product's sources below these folders; tests are left out. */
export function importsBelow(folders: readonly string[]): Import[] {
  return folders.flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => join(folder, path))
      .filter((path) => /\.tsx?$/.test(path) && !/\.(test|testing|fixture|child)\.tsx?$/.test(path))
      .flatMap(importsOf),
  )
}

function importsOf(from: string): Import[] {
  const found = readFileSync(join(project, from), 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'([#.][^']*)'/g)
  return Array.from(found, ([, specifier = '']) => {
    const to = specifier.startsWith('#') ? specifier.slice(1) : join(dirname(from), specifier)
    return { from, to, specifier }
  })
}

/**
 * Circles between what lies in one folder, at any depth, told by an import for each of its steps. Its files and folders
 * count alike, but a circle of files alone is left to lint.
 */
export function circles(imports: readonly Import[]): string[] {
  const graphs = new Map<string, Map<string, Map<string, Import>>>()
  for (const each of imports) {
    const [from, to] = [each.from.split('/'), each.to.split('/')]
    const depth = from.findIndex((part, i) => part !== to[i])
    if (depth === -1) continue
    const graph = getOr(graphs, from.slice(0, depth).join('/'), () => new Map<string, Map<string, Import>>())
    const next = getOr(graph, from[depth]!, () => new Map<string, Import>())
    getOr(next, to[depth]!, () => each)
  }
  return [...graphs].flatMap(([folder, graph]) => {
    const circle = circleIn(graph)
    return circle ? [`${folder || '.'}: ${circle.map(({ from, to }) => `${from} imports ${to}`).join(', ')}`] : []
  })
}

/** The first circle that a walk meets, leaving out those of files alone. */
function circleIn(graph: Map<string, Map<string, Import>>): Import[] | undefined {
  const done = new Set<string>()
  const path: { name: string; by: Import }[] = []
  const isFile = (name: string) => /\.tsx?$/.test(name)

  function visit(name: string): Import[] | undefined {
    for (const [next, by] of graph.get(name) ?? []) {
      const begin = path.findIndex((step) => step.name === next)
      const circle = begin === -1 ? undefined : [...path.slice(begin + 1), { name: next, by }]
      if (circle && !circle.every((step) => isFile(step.name))) return circle.map((step) => step.by)
      if (circle || done.has(next)) continue
      path.push({ name: next, by })
      const found = visit(next)
      if (found) return found
      path.pop()
    }
    done.add(name)
    return undefined
  }

  for (const name of graph.keys()) {
    if (done.has(name)) continue
    path.push({ name, by: { from: '', to: name, specifier: '' } })
    const found = visit(name)
    if (found) return found
    path.pop()
  }
  return undefined
}

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
