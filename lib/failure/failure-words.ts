/** What is said of an error, and whether the same request may succeed later by itself. */
export interface Words {
  message: string
  retryable: boolean
  /** What the service says about it is worth reading. */
  quoted?: true
  /** Its name, where the error has none. */
  code?: string
}

const busy = (message: string): Words => ({ message, retryable: true })
const final = (message: string): Words => ({ message, retryable: false })
const quoted = (message: string): Words => ({ message, retryable: false, quoted: true })

const notOffered: Words = { ...final('This endpoint does not offer what was asked for.'), code: 'NotOffered' }
export const refusedUnsaid = final('The storage endpoint refuses the question without saying why.')

const redirected: Words = {
  ...final(
    'The storage endpoint sends its callers elsewhere, which is not followed: requests are signed for one address. Start thaw serve with the address it leads to.',
  ),
  code: 'Redirected',
}
/** Where an answer is not even JSON. */
export const noStorage: Words = {
  ...final(
    'What answers at the address of the storage endpoint is no storage service. Check the endpoint thaw serve was started with.',
  ),
  code: 'NoStorageService',
}

const throttled = busy('The storage service asks to slow down. This page waits and goes on by itself.')
const unavailable: Words = { ...busy('The storage service cannot answer right now'), quoted: true }
/** Its index is damaged: only who runs the service can mend that. */
export const needsRebuild: Words = quoted('The storage service cannot answer')
const internal = busy('The storage service failed inside. Try again; should it stay, give its operator the request id.')
const denied = final(
  'The key this dashboard signs with may not do this. Ask whoever manages the storage endpoint for read access.',
)
const wrongSignature = final(
  'The storage endpoint refuses the signature: the secret key does not belong to the key id. Check the credentials thaw serve was started with.',
)
const unknownKey = final(
  'The storage endpoint does not know the key this dashboard signs with. Check the credentials thaw serve was started with.',
)
const lapsedCredentials = final(
  'The credentials this dashboard signs with have expired. Renew them where thaw serve runs, then try again.',
)
const clock = final(
  'The storage endpoint finds the request too old: the clock of the machine Thaw runs on differs from its own. Set the clock.',
)
const lockedKey = final(
  'The key that encrypts this backup cannot be used: it is disabled, deleted or not shared with you. Ask the owner of the KMS key.',
)

const unnamed = busy('The name of the storage endpoint has no address. Is it spelt right, and does the network answer?')
const refused = busy('Nothing answers at the address of the storage endpoint. Is it running, and is the port right?')
const lost = busy('The connection to the storage endpoint was lost. Trying again usually helps.')
const unreachable = busy('There is no way to the storage endpoint in the network. Is the network up?')
const silent = busy('The storage service did not answer in time. Trying again usually helps.')
const distrusted = final(
  'The certificate of the storage endpoint is not trusted here. Name its authority in NODE_EXTRA_CA_CERTS where thaw serve runs.',
)

/** By the exception's name: those of the storage API, of AWS Backup, of signing in to either, and our own. */
export const byName: Record<string, Words> = {
  AccessDeniedException: denied,
  DataAlreadyExistsException: final(
    'The storage service has other data in this place already. What is there was left as it is; nothing was written.',
  ),
  IllegalArgumentException: quoted('The storage service refuses the question as it was asked'),
  KMSInvalidKeyUsageException: lockedKey,
  NotReadableInputStreamException: busy('The storage service could not read the request to its end. Try again.'),
  ResourceNotFoundException: final(
    'The storage service does not know this: it was deleted, or it never was here. The list of jobs shows what there is.',
  ),
  RetryableException: busy('The storage service was interrupted while it answered. Trying again usually helps.'),
  ServiceInternalException: internal,
  ServiceUnavailableException: unavailable,
  ThrottlingException: throttled,

  AlreadyExistsException: quoted('The storage service has this already'),
  ConflictException: quoted('Something else changes this at the moment. Wait for it, then try again'),
  DependencyFailureException: busy('A service behind the storage service failed. Trying again usually helps.'),
  InvalidParameterValueException: quoted('The storage service refuses a filter'),
  InvalidRequestException: quoted('The storage service refuses the question as it was asked'),
  InvalidResourceStateException: quoted('The state it is in does not allow this'),
  LimitExceededException: quoted('A limit of the storage service is reached. Ask whoever manages it'),
  MissingParameterValueException: quoted('The storage service refuses the question, since something is missing in it'),

  CredentialsProviderError: final(
    'No credentials for the storage endpoint were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile.',
  ),
  SignatureDoesNotMatch: wrongSignature,
  UnrecognizedClientException: unknownKey,
  ExpiredTokenException: lapsedCredentials,
  RequestTimeTooSkewed: clock,

  TimeoutError: silent,
  AbortError: busy('The question was given up before the answer came. Try again.'),

  ListingOrderError: final(
    'The storage service does not list names in the order of their bytes, so folders cannot be shown. The flat view works.',
  ),
  ReplacedError: final('This object was replaced while you looked at it. Reload to see what is there now.'),
  DamagedError: final('What the storage service sent is not what its checksum says. Nothing of it is shown.'),
}

/** Other names of the same thing. */
const alias: Record<string, string> = {
  AccessDenied: 'AccessDeniedException',
  ForbiddenException: 'AccessDeniedException',
  ExpiredToken: 'ExpiredTokenException',
  IncompleteSignature: 'SignatureDoesNotMatch',
  IncompleteSignatureException: 'SignatureDoesNotMatch',
  InternalFailure: 'ServiceInternalException',
  InternalServerError: 'ServiceInternalException',
  InternalServerException: 'ServiceInternalException',
  InvalidAccessKeyId: 'UnrecognizedClientException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  RequestExpired: 'RequestTimeTooSkewed',
  RequestTimeout: 'TimeoutError',
  RequestTimeoutException: 'TimeoutError',
  ServiceUnavailable: 'ServiceUnavailableException',
  SlowDown: 'ThrottlingException',
  Throttling: 'ThrottlingException',
  TokenRefreshRequired: 'ExpiredTokenException',
  TooManyRequestsException: 'ThrottlingException',
}

/** The name under which an exception has its words. */
export function nameOf(name: string): string {
  if (alias[name]) return alias[name]
  if (name === 'KMSThrottlingException') return 'ThrottlingException'
  return /^KMS\w+Exception$/.test(name) ? 'KMSInvalidKeyUsageException' : name
}

/** By the code of the system or the TLS library, where no answer came at all. */
export const byCode: Record<string, Words> = {
  ENOTFOUND: unnamed,
  EAI_AGAIN: unnamed,
  ECONNREFUSED: refused,
  ECONNRESET: lost,
  EPIPE: lost,
  EPROTO: final('The storage endpoint does not speak TLS at this address. Should it begin with http:// ?'),
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: silent,
  CERT_HAS_EXPIRED: distrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: distrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: distrusted,
  SELF_SIGNED_CERT_IN_CHAIN: distrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: distrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: distrusted,
}

/** By the HTTP status of an answer whose error has no known name. */
export function byStatus(status: number): Words | undefined {
  if (status === 429) return throttled
  if (status >= 500 && status !== 501) return unavailable
  if (status === 403 || status === 401) return denied
  if (status === 404 || status === 405 || status === 501) return notOffered
  if (status >= 400) return refusedUnsaid
  return status >= 300 ? redirected : undefined
}
