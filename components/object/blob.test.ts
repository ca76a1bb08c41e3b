import { describe, expect, it } from 'vitest'
import { modeText } from './blob.ts'

describe('modeText', () => {
  it('writes permissions as ls does', () => {
    expect([0o755, 0o644, 0o4755, 0o2644, 0o1777, 0].map(modeText)).toEqual([
      'rwxr-xr-x',
      'rw-r--r--',
      'rwsr-xr-x',
      'rw-r-Sr--',
      'rwxrwxrwt',
      '---------',
    ])
  })
})
