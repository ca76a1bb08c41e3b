/**
 * AWS Signature Version 4, the verifying side (the SDK's packages only sign). Header authentication with a long-lived
 * key pair; everything else is refused: query (presigned) authentication, session tokens, `STREAMING-*` payloads,
 * SigV4A.
 *
 * A request is verified against the bytes as received. Percent-encoding is never undone and redone, so a request has
 * one spelling: changing `%2F` to `%2f` breaks the signature like any other change.
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { accessDenied } from '../errors.ts'
import type { HeaderMap } from './http.ts'

export interface KeyPair {
  accessKeyId: string
  secretAccessKey: string
}

/** The parts of a request that a signature covers, the body apart. */
export interface SignedMessage {
  method: string
  rawPath: string
  rawQuery: string
  headers: HeaderMap
}

/** What a request says about its own signature; nothing in it is proven before {@link verifySignature}. */
export interface Claim {
  accessKeyId: string
  scope: { date: string; region: string; service: string }
  signedHeaders: string[]
  /** 64 hexadecimal digits. */
  signature: string
  /** `x-amz-date`, as sent: 20300317T174640Z. */
  timestamp: string
  /** `x-amz-content-sha256`: hexadecimal, or {@link UNSIGNED_PAYLOAD}; absent means the hash of the body. */
  payloadHash: string | undefined
}

export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD'
export const EMPTY_SHA256 = hash('sha256', '', 'hex')

const ALGORITHM = 'AWS4-HMAC-SHA256'
/** How far the time of a signature may be from now, both ways. */
export const MAX_SKEW_MS = 15 * 60 * 1000
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([\w-]{1,128})\/(\d{8})\/([\w-]+)\/([\w-]+)\/aws4_request, ?SignedHeaders=([!#$%&'*+.^_`|~0-9a-z-]+(?:;[!#$%&'*+.^_`|~0-9a-z-]+)*), ?Signature=([0-9a-f]{64})$/

/**
 * Reads the claim out of the headers.
 *
 * @throws {ServiceError} AccessDeniedException for whatever is missing, doubled, malformed, unsigned though it must be
 *   signed, or of a kind that is not supported.
 */
export function readClaim({ headers, rawQuery }: SignedMessage): Claim {
  if (rawQuery.split('&').some((part) => /^x-amz-/i.test(part)))
    throw accessDenied(
      'Credentials in the query (presigned requests) are not supported; sign with the Authorization header',
    )
  const match = AUTHORIZATION.exec(single(headers, 'authorization') ?? '')
  if (!match) throw accessDenied('The request is not signed with AWS Signature Version 4 in its Authorization header')
  const [, accessKeyId = '', date = '', region = '', service = '', list = '', signature = ''] = match

  const signedHeaders = list.split(';')
  if (signedHeaders.some((name, i) => i > 0 && name <= (signedHeaders[i - 1] as string)))
    throw accessDenied('SignedHeaders must be sorted and name each header once')
  for (const name of signedHeaders)
    if (single(headers, name) === undefined) throw accessDenied(`The signed header ${name} is missing`)
  for (const name of headers.keys())
    if ((name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name))
      throw accessDenied(`The header ${name} must be signed`)
  if (!signedHeaders.includes('host')) throw accessDenied('The header host must be signed')
  if (headers.has('x-amz-security-token')) throw accessDenied('This service knows no session tokens')

  const payloadHash = single(headers, 'x-amz-content-sha256')
  if (payloadHash?.startsWith('STREAMING-'))
    throw accessDenied('Signed and unsigned payload streams (aws-chunked) are not supported')
  if (payloadHash !== undefined && payloadHash !== UNSIGNED_PAYLOAD && !/^[0-9a-f]{64}$/.test(payloadHash))
    throw accessDenied(`x-amz-content-sha256 must be a lower-case hexadecimal SHA-256 or ${UNSIGNED_PAYLOAD}`)

  const timestamp = single(headers, 'x-amz-date') ?? ''
  return { accessKeyId, scope: { date, region, service }, signedHeaders, signature, timestamp, payloadHash }
}

/**
 * @returns when it was signed, in milliseconds since the epoch.
 * @throws {ServiceError} AccessDeniedException when the claim is for another time, region or service.
 */
export function checkScope(
  claim: Claim,
  expected: { region: string; services: readonly string[]; now: number },
): number {
  const { timestamp, scope } = claim
  const time = parseTimestamp(timestamp)
  if (Number.isNaN(time)) throw accessDenied('x-amz-date must be a date in the form 20300317T174640Z')
  if (scope.date !== timestamp.slice(0, 8))
    throw accessDenied('The date of the credential scope is not that of x-amz-date')
  if (Math.abs(expected.now - time) > MAX_SKEW_MS)
    throw accessDenied(`The request's time ${timestamp} is more than 15 minutes away from the service's`)
  if (scope.region !== expected.region)
    throw accessDenied(`The request is signed for the region ${scope.region}, this service is in ${expected.region}`)
  if (!expected.services.includes(scope.service))
    throw accessDenied(`The request is signed for ${scope.service}, not for ${expected.services.join(' or ')}`)
  return time
}

/**
 * Proves the claim: the one place that decides whether a request comes from who it says.
 *
 * @param payloadHashes what may have been signed for the body; one where the request says it.
 * @returns the one that was.
 * @throws {ServiceError} AccessDeniedException, with the same words for a wrong key as for a wrong signature.
 */
export function verifySignature(
  message: SignedMessage,
  claim: Claim,
  payloadHashes: readonly string[],
  keyPair: KeyPair,
  hint = '',
): string {
  const { date, region, service } = claim.scope
  const key = signingKey(keyPair, claim.scope)
  const claimed = Buffer.from(claim.signature, 'hex')
  let proven: string | undefined
  for (const path of canonicalPaths(message.rawPath))
    for (const payloadHash of payloadHashes) {
      const stringToSign = [
        ALGORITHM,
        claim.timestamp,
        `${date}/${region}/${service}/aws4_request`,
        sha256(canonicalRequest(message, path, claim.signedHeaders, payloadHash)),
      ].join('\n')
      if (timingSafeEqual(hmac(key, stringToSign), claimed)) proven = payloadHash
    }
  const known = timingSafeEqual(digest(claim.accessKeyId), digest(keyPair.accessKeyId))
  if (proven === undefined || !known)
    throw accessDenied(`The access key is unknown or the signature does not match the request${hint}`)
  return proven
}

const signingKeys = new WeakMap<KeyPair, Map<string, Buffer>>()

/** The key that signs for one day, region and service; four hashes, so the last few are kept. */
function signingKey(keyPair: KeyPair, { date, region, service }: Claim['scope']): Buffer {
  const known = signingKeys.get(keyPair) ?? new Map<string, Buffer>()
  signingKeys.set(keyPair, known)
  const scope = `${date}/${region}/${service}`
  const kept = known.get(scope)
  if (kept) return kept
  const first: string | Buffer = `AWS4${keyPair.secretAccessKey}`
  const key = [date, region, service, 'aws4_request'].reduce(hmac, first) as Buffer
  if (known.size >= 8) known.clear()
  known.set(scope, key)
  return key
}

function canonicalRequest(message: SignedMessage, path: string, signedHeaders: string[], payloadHash: string): string {
  const lines = signedHeaders.map((name) => `${name}:${message.headers.get(name)?.[0]?.trim().replace(/ +/g, ' ')}\n`)
  return [
    message.method,
    escapeAgain(path),
    canonicalQuery(message.rawQuery),
    lines.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n')
}

/**
 * The forms in which clients sign one path: as sent (SDK v2), or without dot segments and doubled slashes (CLI, SDK v3).
 * They differ only for an object named `.` or `..` and for a slash doubled after the endpoint. Taking both opens
 * nothing: no two paths that route have a common form for the same method and service.
 */
function canonicalPaths(path: string): Set<string> {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  return new Set([path, `/${kept.join('/')}${kept.length > 0 && path.endsWith('/') ? '/' : ''}`])
}

/** Sorted by name, then by value; sorting whole pairs would put `checksum-algorithm=` before `checksum=`. */
function canonicalQuery(rawQuery: string): string {
  if (rawQuery === '') return ''
  return rawQuery
    .split('&')
    .map((part) => {
      const at = part.indexOf('=')
      const [name, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
      return [escapeBare(name), escapeBare(value)] as const
    })
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map((pair) => pair.join('='))
    .join('&')
}

/** Percent-encodes all but the unreserved characters and `/`: the path is already encoded once and gets it twice. */
const escapeAgain = (text: string) => text.replace(/[^\w.~/-]/g, percent)

/** Encodes what a hand-written query left bare (`+`, `/`, `=`), and keeps the escapes that are there. */
const escapeBare = (text: string) => text.replace(/[^\w.~%-]/g, percent)

const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`

/** The header's only value. @throws {ServiceError} when it stands there twice. */
function single(headers: HeaderMap, name: string): string | undefined {
  const values = headers.get(name)
  if (values && values.length > 1) throw accessDenied(`The header ${name} must stand there once`)
  return values?.[0]
}

function parseTimestamp(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!parts) return Number.NaN
  const [, year, month, day, hour, minute, second] = parts
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const time = Date.parse(iso)
  return !Number.isNaN(time) && new Date(time).toISOString() === iso ? time : Number.NaN
}

const digest = (text: string) => hash('sha256', text, 'buffer')
const sha256 = (text: string) => hash('sha256', text, 'hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
