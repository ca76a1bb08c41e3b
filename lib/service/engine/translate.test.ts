import { describe, expect, it } from 'vitest'
import { IndexUnavailableError } from '../index-store.ts'
import { StoreUnavailableError } from '../ports.ts'
import { translate } from './translate.ts'

describe('errors of the disk', () => {
  const full = 'The disk is nearly full (63 MiB left); free some space and try again'

  it.each([new StoreUnavailableError(full), new IndexUnavailableError(full)])(
    'are told to the client with their remedy: $name',
    (error) => {
      expect(translate(error, 'putChunk')).toMatchObject({ name: 'ServiceUnavailableException', message: full })
      expect(translate(error, 'getChunk')).toMatchObject({ name: 'RetryableException', message: full })
    },
  )
})
