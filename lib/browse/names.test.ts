import { describe, expect, it } from 'vitest'
import { compareNames, folderOf, folderSteps, lastSegment } from './names.ts'

describe('compareNames', () => {
  it('orders names by their UTF-8 bytes, not by UTF-16 units', () => {
    const names = ['a', 'a!', 'a/', 'a0', 'é', '\uffee', '😀', 'Z', '', 'a/b', '\ue000', '퟿', '𐀀']
    const byBytes = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect([...names].sort(compareNames)).toEqual(byBytes)
    expect([...names].sort()).not.toEqual(byBytes)
  })
})

describe('paths', () => {
  it('finds the folder a name lies in, empty segments included', () => {
    expect(['a', 'a/b', 'a/b/', 'a//', 'a//b', '/', '/x', ''].map(folderOf)).toEqual([
      '',
      'a/',
      'a/',
      'a/',
      'a//',
      '',
      '/',
      '',
    ])
  })

  it('gives the last segment, which may have no letters at all', () => {
    expect(['a/b', 'a/b/', 'a//', '/', '/x'].map(lastSegment)).toEqual(['b', 'b', '', '', 'x'])
  })

  it('walks a folder from the root', () => {
    expect(folderSteps('')).toEqual([])
    expect(folderSteps('/a//b/')).toEqual(['/', '/a/', '/a//', '/a//b/'])
  })
})
