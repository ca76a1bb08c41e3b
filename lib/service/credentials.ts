import { randomBytes, randomInt } from 'node:crypto'
import { chmod, link, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** The key pair that clients of the embedded service sign with. */
export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
}

/** The key pair's file is there and cannot be understood: it is not replaced, because clients may hold the old pair. */
export class CredentialsFileError extends Error {
  override readonly name = 'CredentialsFileError'
  readonly retryable = false
  readonly path: string
  constructor(path: string, trouble = 'holds no key pair', options?: ErrorOptions) {
    super(`${path} ${trouble}; restore it, or move it away to have a new one made`, options)
    this.path = path
  }
}

/**
 * The data folder's key pair, generated when there is none. The file is for its owner only; should it have become
 * readable to others, that is undone.
 *
 * @throws {CredentialsFileError}
 */
export async function loadCredentials(dataDir: string): Promise<Credentials> {
  const path = join(dataDir, 'credentials.json')
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new CredentialsFileError(path, `cannot be read (${error.message})`, { cause: error })
  })
  if (text === undefined) return create(path)
  await chmod(path, 0o600)
  return parse(path, text)
}

async function create(path: string): Promise<Credentials> {
  const credentials = { accessKeyId: `THAW${randomName(16)}`, secretAccessKey: randomBytes(30).toString('base64url') }
  const temporary = `${path}.${randomBytes(8).toString('hex')}`
  try {
    await using file = await open(temporary, 'wx', 0o600)
    await file.writeFile(`${JSON.stringify(credentials, null, 2)}\n`)
    await file.sync()
    await link(temporary, path)
  } finally {
    await unlink(temporary)
  }
  return credentials
}

function parse(path: string, text: string): Credentials {
  let value: Partial<Credentials> | undefined
  try {
    value = JSON.parse(text)
  } catch {
    throw new CredentialsFileError(path)
  }
  const { accessKeyId, secretAccessKey } = value ?? {}
  if (typeof accessKeyId !== 'string' || !/^[\w-]{4,128}$/.test(accessKeyId)) throw new CredentialsFileError(path)
  if (typeof secretAccessKey !== 'string' || secretAccessKey.length < 20) throw new CredentialsFileError(path)
  return { accessKeyId, secretAccessKey }
}

/** Letters and digits that are not mistaken for each other, as access key ids have them. */
function randomName(length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}
