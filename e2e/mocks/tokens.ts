import { notFound } from './wire.ts'

/** What a token stands for. `generation` lets a scenario expire all tokens handed out so far. */
export interface Token {
  kind: 'page' | 'chunks' | 'object' | 'chunk'
  job: string
  generation: number
  /** Object the token belongs to; for a page of objects the prefix it was filtered by. */
  name: string
  /** Chunk index, or where the next page begins. */
  index: number
  /** How many pages came before. */
  page?: number
  createdAfter?: string
  createdBefore?: string
}

export function formatToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url')
}

/** @throws {WireError} when the token is not one of ours, of this kind and of this job. */
export function parseToken(text: string, kind: Token['kind'], job: string): Token {
  const token = decode(text)
  if (token?.kind !== kind || token.job !== job) throw notFound('The token is not known or has expired')
  return token
}

function decode(text: string): Token | undefined {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as Token
  } catch {
    return undefined
  }
}
