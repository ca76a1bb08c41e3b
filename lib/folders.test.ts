import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { circles, importsBelow } from './imports.testing.ts'

const project = resolve(import.meta.dirname, '..')
const imports = importsBelow(['app', 'components', 'lib'])
// A package of its own, laid out as the official one, whose types and schemas know the extensions and are known by them.
const ours = imports.filter(({ from }) => !from.startsWith('lib/client-backupstorage/'))

/** `app`, `components`, and each folder and file of `lib`. */
const room = (path: string) =>
  path
    .split('/')
    .slice(0, path.startsWith('lib/') ? 2 : 1)
    .join('/')

describe('folders', () => {
  it('are in no circle, at any depth', () => {
    expect(ours.length).toBeGreaterThan(1000)
    expect(circles(ours)).toEqual([])
  })

  it('are left by #-paths only: the rules of biome.arrows.json are about those', () => {
    const climbing = ours.filter(({ from, to, specifier }) => room(from) !== room(to) && !specifier.startsWith('#'))
    expect(climbing).toEqual([])
  })

  it('of lib have a rule each that says what they may import', () => {
    const arrows = JSON.parse(readFileSync(join(project, 'biome.arrows.json'), 'utf8')) as {
      overrides: { includes: string[] }[]
    }
    const ruled = new Set(arrows.overrides.flatMap(({ includes }) => includes))
    const rooms = new Set(imports.map(({ from }) => room(from)).filter((name) => /^lib\/[^.]+$/.test(name)))
    expect([...rooms].filter((name) => !ruled.has(`${name}/**`))).toEqual([])
  })
})

describe('circles', () => {
  const steps = (...arrows: [from: string, to: string][]) =>
    arrows.map(([from, to]) => ({ from, to, specifier: `#${to}` }))

  it('are found between folders whose files are in none', () => {
    const found = circles(
      steps(['lib/a/one.ts', 'lib/b/one.ts'], ['lib/b/two.ts', 'lib/c/x/one.ts'], ['lib/c/two.ts', 'lib/a/two.ts']),
    )
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/^lib: .*lib\/c\/two\.ts imports lib\/a\/two\.ts/)
  })

  it('are found inside a room, and between a folder and a file beside it', () => {
    expect(circles(steps(['lib/a/x/one.ts', 'lib/a/y/one.ts'], ['lib/a/y/two.ts', 'lib/a/x/two.ts']))).toHaveLength(1)
    expect(circles(steps(['lib/a/index.ts', 'lib/a/x/one.ts'], ['lib/a/x/two.ts', 'lib/a/index.ts']))).toHaveLength(1)
  })

  it('of files alone are not of their kind, nor is a folder that two others share', () => {
    expect(circles(steps(['lib/a/one.ts', 'lib/a/two.ts'], ['lib/a/two.ts', 'lib/a/one.ts']))).toEqual([])
    expect(
      circles(steps(['lib/a/1.ts', 'lib/b/1.ts'], ['lib/a/1.ts', 'lib/c/1.ts'], ['lib/b/1.ts', 'lib/c/1.ts'])),
    ).toEqual([])
  })
})
