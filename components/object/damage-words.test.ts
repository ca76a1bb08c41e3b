import { describe, expect, it } from 'vitest'
import { damageWords } from './damage-words.ts'

describe('what damage means for a download', () => {
  it('is that it gives what comes before, only where something does', () => {
    expect(damageWords([2])).toBe(
      'Chunk 2 could not be verified. A download gives what comes before chunk 2, each chunk checked, and breaks off there.',
    )
    expect(damageWords([0])).toBe('Chunk 0 could not be verified. A download breaks off before its first byte.')
    expect(damageWords([7, 0, 9, 8])).toBe(
      'Chunks 0, 7, 8 and 1 more could not be verified. A download breaks off before its first byte.',
    )
  })

  it('is told of what describes the object, too', () => {
    expect(damageWords([-1, 2])).toMatch(/^The list of its chunks .* cannot be downloaded\.$/)
    expect(damageWords([-2])).toMatch(/^Its metadata could not be verified\./)
    expect(damageWords([-2, 0])).toMatch(/^Chunk 0 could not be verified\./)
  })
})
