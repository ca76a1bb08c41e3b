import { describe, expect, it } from 'vitest'
import { IndexUnavailableError } from '../index-store.ts'
import { StoreUnavailableError } from '../ports.ts'
import { translate } from './translate.ts'

describe('errors of the disk', () => {
  const options = { isFull: true }

  it.each([new StoreUnavailableError('ENOSPC: /data', options), new IndexUnavailableError('ENOSPC: /data', options)])(
    'that is full are told with their remedy, without the words of the ports: $name',
    (error) => {
      const message = 'The disk of the storage service is full; free some space there and try again'
      expect(translate(error, 'putChunk')).toMatchObject({ name: 'ServiceUnavailableException', message })
      expect(translate(error, 'getChunk')).toMatchObject({ name: 'RetryableException', message })
    },
  )
})
