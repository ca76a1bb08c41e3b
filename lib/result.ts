/** What went wrong, in a person's words with the next step, and whether trying again by itself can help. */
export interface Failure {
  /** The exception's name on the wire, or one of our own. */
  code: string
  message: string
  requestId?: string
  retryable: boolean
}

/** What a read returns instead of throwing: thrown errors cross from server to browser redacted to a digest. */
export type Result<T> = ({ ok: true } & T) | { ok: false; error: Failure }

export function failed(code: string, message: string, retryable = false): { ok: false; error: Failure } {
  return { ok: false, error: { code, message, retryable } }
}

interface Words {
  message: string
  retryable: boolean
}

const busy = (message: string): Words => ({ message, retryable: true })
const final = (message: string): Words => ({ message, retryable: false })

const wire: Record<string, Words> = {
  ThrottlingException: busy('The storage service asks to slow down. This page waits and goes on by itself.'),
  ServiceUnavailableException: busy('The storage service cannot answer right now. Trying again usually helps.'),
  ServiceInternalException: busy(
    'The storage service failed inside. Try again; should it stay, give its operator the request id.',
  ),
  RetryableException: busy('The storage service was interrupted while it answered. Trying again usually helps.'),
  NotReadableInputStreamException: busy('The storage service could not read the request to its end. Try again.'),
  AccessDeniedException: final(
    'The key this dashboard signs with may not do this. Ask whoever manages the storage endpoint for read access.',
  ),
  ResourceNotFoundException: final(
    'The storage service does not know this: it was deleted, or it never was here. The list of jobs shows what there is.',
  ),
  KMSInvalidKeyUsageException: final(
    'The key that encrypts this backup cannot be used: it is disabled, deleted or not shared with you. Ask its owner.',
  ),
  IllegalArgumentException: final('The storage service refuses the question as it was asked'),
  InvalidParameterValueException: final('The storage service refuses a filter'),
  ListingOrderError: final(
    'The storage service does not list names in the order of their bytes, so folders cannot be shown. The flat view works.',
  ),
  ReplacedError: final('This object was replaced while you looked at it. Reload to see what is there now.'),
  DamagedError: final('What the storage service sent is not what its checksum says. Nothing of it is shown.'),
  TimeoutError: busy('The storage service did not answer in time. Try again.'),
  AbortError: busy('The question was given up before the answer came. Try again.'),
  CredentialsProviderError: final(
    'No credentials for the storage endpoint were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile.',
  ),
  SignatureDoesNotMatch: final(
    'The storage endpoint refuses the signature: the secret key does not belong to the key id.',
  ),
  UnrecognizedClientException: final('The storage endpoint does not know the key this dashboard signs with.'),
}

const alias: Record<string, string> = {
  AccessDenied: 'AccessDeniedException',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  InvalidClientTokenId: 'UnrecognizedClientException',
  InternalServerError: 'ServiceInternalException',
  TooManyRequestsException: 'ThrottlingException',
}

const notOffered = final('This endpoint does not offer what was asked for.')
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
])
const says = new Set(['IllegalArgumentException', 'InvalidParameterValueException'])

/** Puts any thrown thing into words. What an unknown error says stays on the server. */
export function failureOf(error: unknown): Failure {
  const thrown = (typeof error === 'object' && error ? error : {}) as {
    name?: string
    message?: string
    code?: string
    $metadata?: { requestId?: string; httpStatusCode?: number }
  }
  const requestId = thrown.$metadata?.requestId
  const name = alias[thrown.name ?? ''] ?? thrown.name ?? ''
  const words = wire[name] ?? byStatus(thrown.$metadata?.httpStatusCode) ?? byConnection(thrown.code)
  if (!words)
    return {
      code: 'Unexpected',
      message: 'Something went wrong in the dashboard itself. Try again.',
      requestId,
      retryable: false,
    }
  const detail = says.has(name) && thrown.message ? `: ${thrown.message.replace(/\.$/, '')}.` : ''
  const code = wire[name] ? name : words === notOffered ? 'NotOffered' : (thrown.code ?? 'UnknownError')
  return { code, message: words.message + detail, requestId, retryable: words.retryable }
}

function byStatus(status: number | undefined): Words | undefined {
  if (status === undefined) return undefined
  if (status === 429) return wire.ThrottlingException
  if (status >= 500) return wire.ServiceUnavailableException
  if (status === 403 || status === 401) return wire.AccessDeniedException
  if (status === 404 || status === 405 || status === 501) return notOffered
  return status >= 400 ? final('The storage endpoint refuses the question without saying why.') : undefined
}

function byConnection(code: string | undefined): Words | undefined {
  return code && unreachable.has(code)
    ? busy('The storage endpoint cannot be reached. Is it running, and is its address right?')
    : undefined
}
