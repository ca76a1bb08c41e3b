import { isNamed } from '#lib/restore/read/errors.ts'
import { damageHref } from '#lib/search-params/damage.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { byCode, byName, byStatus, nameOf, needsRebuild, noStorage, type Words } from './failure-words.ts'
import type { Failure } from './result.ts'

/** The parts of a thrown thing that are looked at; errors are known by name, since bundles have copies of their classes. */
interface Thrown {
  name?: string
  message?: string
  code?: string
  cause?: unknown
  $metadata?: { requestId?: string; httpStatusCode?: number }
}

/** What a service says is passed on up to here. */
const longestQuote = 300

/**
 * Puts any thrown thing into words, by what it is or by what caused it. The one place where errors become words. What an
 * unknown error says stays on the server.
 */
export function failureOf(error: unknown): Failure {
  for (let thrown = asThrown(error); thrown; thrown = asThrown(thrown.cause)) {
    const failure = damageFound(thrown) ?? endedJob(thrown) ?? knownFailure(thrown)
    if (failure) return failure
  }
  return {
    code: 'Unexpected',
    message: 'Something went wrong in the dashboard itself. Try again; should it stay, look at the log of thaw serve.',
    retryable: false,
  }
}

function asThrown(error: unknown): Thrown | undefined {
  return typeof error === 'object' && error !== null ? error : undefined
}

function damageFound(thrown: Thrown): Failure | undefined {
  if (isNamed(thrown, 'ObjectPlanError')) return { code: thrown.name, message: `${thrown.message}.`, retryable: false }
  if (!isNamed<Error & { checksum: string }>(thrown, 'ChunkVerificationError')) return undefined
  return {
    code: thrown.name,
    message: `${thrown.message}.`,
    retryable: false,
    see: { href: damageHref(thrown.checksum), label: 'What it hits, and where it is intact' },
  }
}

function endedJob(thrown: Thrown): Failure | undefined {
  if (!isNamed<Error & { jobId: string }>(thrown, 'NoBackupError')) return undefined
  const see = { href: objectsHref(thrown.jobId), label: 'The job, and the other backups of its resource' }
  return { code: thrown.name, message: thrown.message, retryable: false, see }
}

function knownFailure(thrown: Thrown): Failure | undefined {
  const { requestId, httpStatusCode: status } = thrown.$metadata ?? {}
  const name = nameOf(thrown.name ?? '')
  const isDamaged = name === 'ServiceUnavailableException' && thrown.message?.includes('`thaw rebuild`')
  const named = isDamaged ? needsRebuild : Object.hasOwn(byName, name) ? byName[name] : undefined
  const code = thrown.code ?? ''
  const unread = status && thrown.name === 'SyntaxError' ? noStorage : undefined
  const words =
    named ?? (status && byStatus(status)) ?? (Object.hasOwn(byCode, code) ? byCode[code] : undefined) ?? unread
  if (!words) return undefined
  return {
    code: named ? name : (words.code ?? (code || 'UnknownError')),
    message: words.message + quote(words, thrown.message),
    requestId,
    retryable: words.retryable,
  }
}

function quote(words: Words, message: string | undefined): string {
  if (!words.quoted) return ''
  const said = (message ?? '').trim().slice(0, longestQuote).replace(/\.$/, '')
  return said ? `: ${said}.` : '.'
}
