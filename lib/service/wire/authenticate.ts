import { hash } from 'node:crypto'
import { accessDenied } from '../errors.ts'
import type { SignedRequest } from '../index-store.ts'
import { MAX_JSON, PayloadHashError, type RequestBody } from './body.ts'
import type { Operation, ServiceName } from './operations.ts'
import {
  checkScope,
  EMPTY_SHA256,
  type KeyPair,
  readClaim,
  type SignedMessage,
  UNSIGNED_PAYLOAD,
  verifySignature,
} from './sigv4.ts'

export interface Authenticated {
  keyId: string
  request: SignedRequest
  /** The whole body of an operation without a payload: it is part of what was signed. */
  json: Buffer | undefined
  /** The hash that was signed for the body: hexadecimal, or {@link UNSIGNED_PAYLOAD} for a payload. */
  payloadHash: string
}

const SILENT = '; without x-amz-content-sha256 the body must be the one whose checksum is in the query'

/**
 * The one check that every request passes before anything else looks at it. A payload is still to come when this
 * resolves; any other body was read, because a request may leave its hash out of the headers.
 *
 * @param operation undefined where the path leads nowhere: that, too, is told only to those who may ask.
 * @throws {ServiceError} AccessDeniedException
 * @throws {PayloadHashError} {@link BodyTooLargeError}
 */
export async function authenticate(
  message: SignedMessage,
  body: RequestBody,
  operation: Operation | undefined,
  { credentials, region, now = Date.now }: { credentials: KeyPair; region: string; now?: () => number },
): Promise<Authenticated> {
  const claim = readClaim(message)
  const keyId = claim.accessKeyId
  const services: ServiceName[] = operation ? [operation.service] : ['backup-storage', 'backup']
  const signedAt = checkScope(claim, { region, services, now: now() })
  const request = { signature: claim.signature, signedAt }

  if (operation?.payload) {
    const promised = claim.payloadHash ? [claim.payloadHash] : promisedHashes(message.rawQuery, operation)
    const payloadHash = verifySignature(message, claim, promised, credentials, claim.payloadHash ? '' : SILENT)
    return { keyId, request, json: undefined, payloadHash }
  }
  if (claim.payloadHash === UNSIGNED_PAYLOAD) throw accessDenied('The body of this operation must be signed')
  if (claim.payloadHash !== undefined) verifySignature(message, claim, [claim.payloadHash], credentials)
  const json = await body.whole(MAX_JSON)
  const payloadHash = hash('sha256', json, 'hex')
  if (claim.payloadHash === undefined) verifySignature(message, claim, [payloadHash], credentials)
  else if (claim.payloadHash !== payloadHash) throw new PayloadHashError()
  return { keyId, request, json, payloadHash }
}

/**
 * What a client that leaves out x-amz-content-sha256 (it need not be sent outside S3: boto3 with the CRT's signer) can
 * have signed for a payload: nothing, or the hash of the body, which is the checksum that the signed query carries.
 */
function promisedHashes(rawQuery: string, { input, payload }: Operation): string[] {
  const checksum = payload && input.getMemberSchema(payload.checksum).getMergedTraits().httpQuery
  const given = rawQuery.split('&').find((part) => part.startsWith(`${checksum}=`))
  const text = given?.slice(given.indexOf('=') + 1) ?? ''
  const digest = Buffer.from(text.replace(/%2B/gi, '+').replace(/%2F/gi, '/').replace(/%3D/gi, '='), 'base64')
  return [UNSIGNED_PAYLOAD, digest.length === 32 ? digest.toString('hex') : EMPTY_SHA256]
}
