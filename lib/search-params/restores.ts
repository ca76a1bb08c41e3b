import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { createLink } from './link.ts'

/** How a download or restore stands, in the order a person looks for it. */
export const receiptStates = ['running', 'failed', 'incomplete', 'left', 'broken', 'verified'] as const

/** Filters of the history of downloads and restores. */
export const restoresParams = {
  state: parseAsStringLiteral(receiptStates),
  job: parseAsString,
}

export type RestoresParams = inferParserType<typeof restoresParams>

export const loadRestoresParams = createLoader(restoresParams)

const serialize = createLink(restoresParams)

export function restoresHref(params: Partial<RestoresParams> = {}): string {
  return serialize('/restores', params)
}

/** The record of one download or restore. */
export function receiptHref(id: string): string {
  return `/restores/${encodeURIComponent(id)}`
}
