import { createHmac, timingSafeEqual } from 'node:crypto'

const MAC_BYTES = 16
const NUMBER_BYTES = 6

/** What a token stands for; one of another kind does not open. */
export type TokenKind =
  | 'object'
  | 'chunk'
  | 'objects-page'
  | 'chunks-page'
  | 'jobs-page'
  | 'restores-page'
  | 'chunk-uses-page'

/** Opaque texts that only this service can make, each bound to its kind and its job. */
export interface Tokens {
  /** @param jobId '' where the token is of no job. */
  seal(kind: TokenKind, jobId: string, content: Buffer): string
  /** The content, or undefined for anything that was not sealed like this. */
  open(kind: TokenKind, jobId: string, token: string): Buffer | undefined
}

export function createTokens(key: Uint8Array): Tokens {
  function mac(kind: TokenKind, jobId: string, content: Buffer): Buffer {
    const whole = createHmac('sha256', key).update(`${kind}\0${jobId}\0`).update(content).digest()
    return whole.subarray(0, MAC_BYTES)
  }

  return {
    seal(kind, jobId, content) {
      return Buffer.concat([mac(kind, jobId, content), content]).toString('base64url')
    },

    open(kind, jobId, token) {
      const bytes = Buffer.from(token, 'base64url')
      // Decoding forgives foreign characters; a token has one spelling only.
      if (bytes.length < MAC_BYTES || bytes.toString('base64url') !== token) return undefined
      const content = bytes.subarray(MAC_BYTES)
      return timingSafeEqual(bytes.subarray(0, MAC_BYTES), mac(kind, jobId, content)) ? content : undefined
    },
  }
}

/** @param numbers up to 2^48 - 1. */
export function packNumbers(...numbers: number[]): Buffer {
  const packed = Buffer.allocUnsafe(numbers.length * NUMBER_BYTES)
  for (const [i, number] of numbers.entries()) packed.writeUIntBE(number, i * NUMBER_BYTES, NUMBER_BYTES)
  return packed
}

export function unpackNumber(packed: Buffer, position: number): number {
  return packed.readUIntBE(position * NUMBER_BYTES, NUMBER_BYTES)
}
