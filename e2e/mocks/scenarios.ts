import { setTimeout as delay } from 'node:timers/promises'
import { contentChecksum, type MockObject } from './content.ts'
import { isOpen, isShut, untilOpen } from './control.ts'
import { isFaulty, meetFault } from './faults.ts'
import { absurdAnswer, blobObject, hostileBlobs, payloadObject, payloads } from './hostile.ts'
import { hostileNames, millionNames, type Names, namesFrom, thousandNames, wideNames } from './names.ts'
import { samples } from './samples.ts'
import type { Token } from './tokens.ts'
import { accessDenied, notFound, throttling, unavailable } from './wire.ts'

export type Operation = 'ListObjects' | 'ListChunks' | 'GetChunk' | 'GetObjectMetadata'

/** A read call as a scenario sees it, before it is answered. */
export interface ScenarioCall {
  operation: Operation
  job: string
  token?: Token
  /** How many times the same request came before. */
  repeats: number
  /** Tokens handed out before this generation have expired. */
  state: { generation: number }
}

export interface Scenario {
  about: string
  names: Names
  object(name: string): MockObject
  /** False where the endpoint tells neither lengths nor creation times nor which chunks are shared. */
  extensions: boolean
  /** Throws or waits where the scenario says so. */
  before?(call: ScenarioCall): void | Promise<void>
  /** Changes the bytes a GetChunk answers with. */
  tamper?(bytes: Buffer, call: ScenarioCall): Buffer
  /** How the bytes of a GetChunk arrive, where not at once. */
  stream?(bytes: Buffer, call: ScenarioCall): AsyncIterable<Uint8Array>
  /** How many rows each page of a listing has at most, in turn; a page without rows goes on as well. */
  pages?: number[]
  /** Answers a listing with something else than a listing. */
  instead?(call: ScenarioCall): Response | undefined
}

const KiB = 1024
const MiB = 1024 * KiB

/** Contents are born one minute apart from here on, in name order. */
const firstCreation = Date.UTC(2026, 0, 1)

function fileObject(scenario: string, length: number, chunkSize: number, name: string): MockObject {
  const mtime = firstCreation - spread(name, 100_000_000)
  const metadataString = JSON.stringify({
    v: 'thaw/1',
    type: 'file',
    size: length,
    mtime: `${mtime}000000`,
    mode: '0644',
    sha256: contentChecksum(scenario, name, length),
  })
  return {
    scenario,
    name,
    length,
    chunkSize,
    createdAt: new Date(firstCreation + spread(name, 1_000) * 60_000),
    metadataString,
  }
}

/** A number from 0 to below `limit` that follows from the text. */
function spread(text: string, limit: number): number {
  let hash = 2166136261
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 16777619) >>> 0
  return hash % limit
}

/** Names without faults; sizes follow from the name, from nothing to 6 KiB. */
function plain(scenario: string, about: string, names: Names): Scenario {
  return {
    about,
    names,
    extensions: true,
    object: (name) => {
      if (name === 'disk.img') return fileObject(scenario, 8 * MiB + 17, MiB, name)
      return fileObject(scenario, name === 'report-00.txt' ? 0 : spread(name, 6 * KiB), 2 * KiB, name)
    },
  }
}

/** Three files of six chunks, for faults while one object is read. */
function small(scenario: string, about: string, rest: Partial<Scenario>): Scenario {
  return {
    about,
    names: namesFrom(['data/first.bin', 'data/second.bin', 'readme.txt']),
    extensions: true,
    object: (name) => fileObject(scenario, 6 * 64 * KiB - 5, 64 * KiB, name),
    ...rest,
  }
}

const isThirdChunk = (call: ScenarioCall) => call.operation === 'GetChunk' && call.token?.index === 2

function flipOneBit(bytes: Buffer): Buffer {
  const bad = Buffer.from(bytes)
  bad[bad.length >> 1]! ^= 1
  return bad
}

/** The bytes in `count` pieces; what happens between two of them is awaited. */
async function* pieces(
  bytes: Buffer,
  count: number,
  between?: () => Promise<void> | never,
): AsyncGenerator<Uint8Array> {
  const size = Math.ceil(bytes.length / count)
  for (let start = 0; start < bytes.length; start += size) {
    if (start > 0) await between?.()
    yield new Uint8Array(bytes.subarray(start, start + size))
  }
}

function breakOff(): never {
  throw new Error('The connection broke')
}

const foreignMetadata: Record<string, { text?: string; blob?: Buffer }> = {
  'json.dat': {
    text: '{"app":"vault-keeper","rev":7}',
    blob: Buffer.from(JSON.stringify({ owner: 'ops', tags: ['a', 'b'], nested: { deep: [1, 2, { x: null }] } })),
  },
  'text.dat': { text: 'plain words; key=value', blob: Buffer.from('line one\nline two\nüber\n') },
  'binary.dat': {
    text: 'AAEC/w==',
    blob: Buffer.from(Array.from({ length: 600 }, (_, index) => (index * 7) % 256)),
  },
  'markup.dat': { text: '<b onmouseover=alert(1)>bold</b>', blob: Buffer.from('<script>alert(1)</script>') },
  'unicode.dat': { text: 'naïve – 日本 😀' },
  'looks-like-thaw.dat': { text: '{"v":"thaw/1","type":"file","size":-1,"mtime":"soon"}' },
  'none.dat': {},
}

/** Contents to be looked at. */
function sampled(scenario: string, about: string, rest: Partial<Scenario> = {}): Scenario {
  return {
    about,
    names: namesFrom(Object.keys(samples)),
    extensions: true,
    object(name) {
      const { length, chunkSize } = samples[name]!
      return { scenario, name, length, chunkSize, createdAt: new Date(firstCreation) }
    },
    ...rest,
  }
}

export const scenarios: Record<string, Scenario> = {
  samples: sampled('samples', 'Pictures, sound, film, text, and what would like to be run'),
  'damaged-samples': sampled('damaged-samples', 'The same; the third chunk of every one has one wrong bit', {
    tamper: (bytes, call) => (isThirdChunk(call) ? flipOneBit(bytes) : bytes),
  }),
  thousand: plain('thousand', '1,000 objects in folders', thousandNames()),
  million: {
    about: 'A million objects in a thousand folders',
    names: millionNames(),
    extensions: true,
    object: (name) => fileObject('million', 1 + spread(name, 512), 512, name),
  },
  wide: {
    about: 'Ten thousand folders side by side',
    names: wideNames(),
    extensions: true,
    object: (name) => fileObject('wide', 1 + spread(name, 512), 512, name),
  },
  large: {
    about: 'A long object, an object of a thousand chunks, one of each small size',
    names: namesFrom(['disk.img', 'many-chunks.bin', 'one-byte.bin', 'empty.bin']),
    extensions: true,
    object: (name) => {
      if (name === 'disk.img') return fileObject('large', 64 * MiB - 1, MiB, name)
      if (name === 'many-chunks.bin') return fileObject('large', 1_000 * KiB, KiB, name)
      return fileObject('large', name === 'one-byte.bin' ? 1 : 0, MiB, name)
    },
  },
  empty: { ...plain('empty', 'A job without objects', namesFrom([])) },
  'no-extensions': {
    ...plain('no-extensions', 'Neither lengths nor creation times', thousandNames()),
    extensions: false,
  },
  'hostile-names': {
    about: 'Names that try to act',
    names: namesFrom(hostileNames),
    extensions: true,
    object: (name) => ({
      ...fileObject('hostile-names', spread(name, 400), 400, name),
      metadataString: name.slice(0, 60),
    }),
  },
  'foreign-metadata': {
    about: 'Metadata of other writers',
    names: namesFrom(Object.keys(foreignMetadata)),
    extensions: true,
    object: (name) => ({
      ...fileObject('foreign-metadata', 3_000, 1_000, name),
      metadataString: foreignMetadata[name]?.text,
      metadataBlob: foreignMetadata[name]?.blob,
    }),
  },
  throttled: {
    ...plain('throttled', 'Every request is throttled twice, then answered', thousandNames()),
    before: (call) => {
      if (call.repeats < 2) throw throttling()
    },
  },
  'throttled-always': {
    ...plain('throttled-always', 'Every request is throttled until the gate opens', thousandNames()),
    before: (call) => {
      if (!isOpen(call.job)) throw throttling()
    },
  },
  unavailable: {
    ...plain('unavailable', 'The service is down until the gate opens', thousandNames()),
    before: (call) => {
      if (!isOpen(call.job)) throw unavailable()
    },
  },
  outage: {
    ...plain('outage', 'Requests pass until the gate is shut, then fail', thousandNames()),
    before: (call) => {
      if (isShut(call.job)) throw unavailable()
    },
  },
  denied: {
    ...plain('denied', 'Every read is denied', thousandNames()),
    before: () => {
      throw accessDenied()
    },
  },
  slow: { ...plain('slow', 'Every request takes three seconds', thousandNames()), before: () => delay(3_000) },
  held: {
    ...plain('held', 'Every request waits until the gate opens', thousandNames()),
    before: (call) => untilOpen(call.job),
  },
  turnstile: {
    ...plain('turnstile', 'A million objects; requests pass until the gate is shut, then wait', millionNames()),
    object: (name) => fileObject('turnstile', 1 + spread(name, 512), 512, name),
    before: (call) => (isShut(call.job) ? untilOpen(call.job) : undefined),
  },
  'held-download': small('held-download', 'Chunks from the third on wait until the gate opens', {
    before: (call) => (call.operation === 'GetChunk' && call.token!.index >= 2 ? untilOpen(call.job) : undefined),
  }),
  'expired-token': {
    ...plain('expired-token', 'Page and chunk tokens expire at first use; those listed again work', thousandNames()),
    object: (name) => fileObject('expired-token', name === 'disk.img' ? 8 * MiB + 17 : 100, 64 * KiB, name),
    before: (call) => {
      if (call.token?.kind !== 'page' && call.token?.kind !== 'chunk') return
      call.state.generation = Math.max(call.state.generation, 1)
      if (call.token.generation < call.state.generation) throw notFound('The token has expired')
    },
  },
  sparse: {
    ...plain('sparse', 'Pages are short or empty and go on', thousandNames()),
    pages: [0, 7, 0, 0, 100, 1],
    object: (name) =>
      fileObject(
        'sparse',
        name === 'disk.img' ? 300 * KiB : spread(name, 6 * KiB),
        name === 'disk.img' ? KiB : 2 * KiB,
        name,
      ),
  },
  'without-rows': { ...plain('without-rows', 'Every page is empty and goes on', thousandNames()), pages: [0] },
  payloads: { about: 'Markup in every field', names: namesFrom(payloads), extensions: true, object: payloadObject },
  'hostile-metadata': {
    about: 'Metadata blobs that want to run, to expand or to drown',
    names: namesFrom(Object.keys(hostileBlobs)),
    extensions: true,
    object: blobObject,
  },
  absurd: {
    ...plain('absurd', 'Answers that are none, of the kind named behind the dot', namesFrom(['disk.img'])),
    instead: (call) => absurdAnswer(call.job),
  },
  'slow-stream': small('slow-stream', 'The bytes of a chunk arrive in sixteen pieces', {
    stream: (bytes) => pieces(bytes, 16),
  }),
  'stalled-stream': small('stalled-stream', 'The third chunk stops half-way until the gate opens', {
    stream: (bytes, call) => pieces(bytes, 2, isThirdChunk(call) ? () => untilOpen(call.job) : undefined),
  }),
  'cut-stream': small('cut-stream', 'The connection breaks in the middle of the third chunk', {
    stream: (bytes, call) => pieces(bytes, 2, isThirdChunk(call) ? breakOff : undefined),
  }),
  'cut-once': small('cut-once', 'The connection breaks when the third chunk is first read, not after that', {
    stream: (bytes, call) => pieces(bytes, 2, isThirdChunk(call) && call.repeats === 0 ? breakOff : undefined),
  }),
  'corrupt-chunk': small('corrupt-chunk', 'The third chunk of every object has one wrong bit', {
    tamper: (bytes, call) => (isThirdChunk(call) ? flipOneBit(bytes) : bytes),
  }),
  'corrupt-once': small('corrupt-once', 'The third chunk is wrong when first read, right after that', {
    tamper: (bytes, call) => (isThirdChunk(call) && call.repeats === 0 ? flipOneBit(bytes) : bytes),
  }),
  'short-chunk': small('short-chunk', 'The third chunk lacks its last byte', {
    tamper: (bytes, call) => (isThirdChunk(call) ? bytes.subarray(0, -1) : bytes),
  }),
  'missing-chunk': small('missing-chunk', 'The third chunk of every object is gone', {
    before: (call) => {
      if (isThirdChunk(call)) throw notFound('The chunk is not there')
    },
  }),
}

/** A job id is a scenario's name, with anything after a dot to keep one test's state from another's. */
export function scenarioName(job: string): string {
  return job.split('.', 1)[0]!
}

/** @throws {WireError} when no scenario has this name. */
export function scenarioOf(job: string): Scenario {
  if (isFaulty(job)) return faulty
  const name = scenarioName(job)
  const scenario = name.startsWith('nightly-')
    ? nightlyOf(name)
    : Object.hasOwn(scenarios, name)
      ? scenarios[name]
      : undefined
  if (!scenario) throw notFound(`Storage job ${job} does not exist`)
  return scenario
}

const faulty: Scenario = {
  ...plain('faulty', 'The exception in the name of the job, until the gate opens', thousandNames()),
  before: (call) => meetFault(call.job, call.operation),
}

const nightlyNames = Array.from({ length: 40 }, (_, i) => `${['etc', 'home/ada', 'var/log'][i % 3]}/file-${i}.conf`)
const nightly = plain('nightly', 'Forty small files', namesFrom(nightlyNames))
const nightlyBefore = plain(
  'nightly',
  'And a folder that went away after nightly-0590',
  namesFrom([...nightlyNames, 'retired/plan.txt', 'retired/notes/a.txt']),
)

function nightlyOf(name: string): Scenario {
  return name <= 'nightly-0590' ? nightlyBefore : nightly
}
