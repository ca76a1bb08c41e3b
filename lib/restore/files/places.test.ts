import { describe, expect, it } from 'vitest'
import { Places } from './places.ts'

const reasons = (places: Places, names: readonly string[]) =>
  names.map((name) => {
    const place = places.of({ name, type: name.endsWith('/') ? 'dir' : 'file' })
    return place.ok ? undefined : place.reason
  })

describe('names that differ in case or form only', () => {
  const names = ['A', 'D/', 'D/x', 'a', 'b', 'd/', 'd/x', 'd/y', 'e\u0301', '\u00e9']

  it('all have their places where the file system keeps them apart', () => {
    expect(reasons(new Places(), names).filter(Boolean)).toEqual([])
  })

  it('are refused where it does not: the later would replace the earlier', () => {
    const takenFor = (name: string) => `the file system there takes it for ${JSON.stringify(name)}`
    const [one, folder, file, form] = ['A', 'D/', 'D/x', 'e\u0301'].map(takenFor)
    const no = undefined
    expect(reasons(new Places(() => false), names)).toEqual([no, no, no, one, no, folder, file, no, no, form])
  })

  it('the file system is asked once, and not where there are no names', () => {
    let asked = 0
    const places = new Places(() => {
      asked++
      return true
    })
    expect(asked).toBe(0)
    reasons(places, names)
    expect(asked).toBe(1)
  })
})
