import { http } from 'msw/http'
import { chunkBytes, chunkChecksum, chunksOf, type MockObject, objectChecksum, sha256 } from './content.ts'
import { recordCall } from './control.ts'
import { compareNames, lowerBound } from './names.ts'
import { type Operation, type Scenario, type ScenarioCall, scenarioOf } from './scenarios.ts'
import { leftNothing } from './timelines.ts'
import { formatToken, parseToken, type Token } from './tokens.ts'
import {
  bytesResponse,
  errorResponse,
  illegalArgument,
  jsonResponse,
  notFound,
  streamResponse,
  WireError,
} from './wire.ts'

/*
 * The four reads of the storage API, written from its documents and sharing nothing with our own service. Which answer
 * a call gets depends on the scenario its job id names.
 */

interface ReadRequest {
  job: string
  query: URLSearchParams
  scenario: Scenario
  call: ScenarioCall
}

const states = new Map<string, { generation: number; seen: Map<string, number> }>()

function stateOf(job: string) {
  const state = states.get(job) ?? { generation: 0, seen: new Map<string, number>() }
  states.set(job, state)
  return state
}

/** Runs one read: signature asked for, call noted, token decoded, scenario asked, errors in the wire's form. */
async function read(
  operation: Operation,
  request: Request,
  job: string,
  decodeToken: (query: URLSearchParams) => Token | undefined,
  answer: (request: ReadRequest) => Response,
): Promise<Response> {
  const { pathname, search, searchParams: query } = new URL(request.url)
  const key = `${request.method} ${pathname}${search}`
  recordCall({ operation, subject: job, key })
  try {
    requireSignature(request, 'backup-storage')
    if (leftNothing(job)) throw notFound('There is no such job')
    const scenario = scenarioOf(job)
    const state = stateOf(job)
    const repeats = state.seen.get(key) ?? 0
    state.seen.set(key, repeats + 1)
    const call = { operation, job, token: decodeToken(query), repeats, state }
    await scenario.before?.(call)
    return scenario.instead?.(call) ?? answer({ job, query, scenario, call })
  } catch (error) {
    if (error instanceof WireError) return errorResponse(error)
    throw error
  }
}

/** The mocks verify no signature, but they do refuse a call that carries none or one for another service. */
export function requireSignature(request: Request, service: string): void {
  const authorization = request.headers.get('authorization') ?? ''
  if (!authorization.startsWith('AWS4-HMAC-SHA256 ') || !authorization.includes(`/${service}/aws4_request`))
    throw new WireError('AccessDeniedException', 403, 'The request signature does not fit this service')
}

function maxResults(query: URLSearchParams): number {
  const text = query.get('max-results') ?? '100'
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1 || count > 100) throw illegalArgument('MaxResults must be from 1 to 100')
  return count
}

function pageLimit(query: URLSearchParams, { pages }: Scenario, number: number): number {
  return pages ? Math.min(pages[number % pages.length]!, maxResults(query)) : maxResults(query)
}

function time(text: string | null | undefined): number | undefined {
  if (!text) return undefined
  const parsed = Date.parse(text)
  if (Number.isNaN(parsed)) throw illegalArgument('The time is not ISO 8601')
  return parsed
}

function listObjects({ job, query, scenario, call }: ReadRequest): Response {
  const page = call.token
  const number = page?.page ?? 0
  const limit = pageLimit(query, scenario, number)
  const { names } = scenario
  const prefix = page ? page.name : (query.get('starting-object-prefix') ?? '')
  const start = query.get('starting-object-name') ?? ''
  const createdAfter = page ? page.createdAfter : (query.get('created-after') ?? undefined)
  const createdBefore = page ? page.createdBefore : (query.get('created-before') ?? undefined)
  const [after, before] = [time(createdAfter), time(createdBefore)]

  let index = page ? page.index : lowerBound(names, compareNames(start, prefix) > 0 ? start : prefix)
  const found: MockObject[] = []
  for (; index < names.count && found.length < limit && names.at(index).startsWith(prefix); index++) {
    const object = scenario.object(names.at(index))
    const created = object.createdAt.getTime()
    if ((after === undefined || created >= after) && (before === undefined || created < before)) found.push(object)
  }
  const more = index < names.count && names.at(index).startsWith(prefix)
  return jsonResponse({
    ObjectList: found.map((object) => ({
      Name: object.name,
      ChunksCount: chunksOf(object).length,
      MetadataString: object.metadataString,
      ObjectChecksum: objectChecksum(object),
      ObjectChecksumAlgorithm: 'SUMMARY',
      ObjectToken: formatToken({ kind: 'object', job, generation: call.state.generation, name: object.name, index: 0 }),
      ...(scenario.extensions && { ObjectLength: object.length, CreationTime: object.createdAt.getTime() / 1000 }),
    })),
    NextToken: more
      ? formatToken({
          kind: 'page',
          job,
          generation: call.state.generation,
          name: prefix,
          index,
          page: number + 1,
          createdAfter,
          createdBefore,
        })
      : undefined,
  })
}

function listChunks(objectToken: string, { job, query, scenario, call }: ReadRequest): Response {
  const { name } = parseToken(objectToken, 'object', job)
  const object = scenario.object(name)
  const { index: first = 0, page = 0 } = call.token ?? {}
  const limit = pageLimit(query, scenario, page)
  const chunks = chunksOf(object)
  const next = first + limit
  const token = (kind: 'chunk' | 'chunks', index: number) =>
    formatToken({ kind, job, generation: call.state.generation, name, index, page: page + 1 })
  return jsonResponse({
    ChunkList: chunks.slice(first, next).map((chunk) => ({
      Index: chunk.index,
      Length: chunk.length,
      Checksum: chunkChecksum(object, chunk.index),
      ChecksumAlgorithm: 'SHA256',
      ChunkToken: token('chunk', chunk.index),
      ...(scenario.extensions && { IsShared: chunk.index % 4 === 1 }),
    })),
    NextToken: next < chunks.length ? token('chunks', next) : undefined,
  })
}

function getChunk({ scenario, call }: ReadRequest): Response {
  const { name, index } = call.token!
  const object = scenario.object(name)
  const chunk = chunksOf(object)[index]
  if (!chunk) throw notFound('The chunk is not there')
  const bytes = chunkBytes(object, chunk)
  const headers = {
    'x-amz-data-length': String(chunk.length),
    'x-amz-checksum': chunkChecksum(object, index),
    'x-amz-checksum-algorithm': 'SHA256',
  }
  const stream = scenario.stream?.(bytes, call)
  return stream ? streamResponse(stream, headers) : bytesResponse(scenario.tamper?.(bytes, call) ?? bytes, headers)
}

function getObjectMetadata({ scenario, call }: ReadRequest): Response {
  const { metadataString, metadataBlob } = scenario.object(call.token!.name)
  const printable = metadataString && /^[!-~](?:[ -~]*[!-~])?$/.test(metadataString)
  return bytesResponse(metadataBlob ?? Buffer.alloc(0), {
    'x-amz-metadata-string': printable ? metadataString : undefined,
    'x-amz-data-length': metadataBlob && String(metadataBlob.length),
    'x-amz-checksum': metadataBlob && sha256(metadataBlob),
    'x-amz-checksum-algorithm': metadataBlob && 'SHA256',
  })
}

/** `host` is a URL without path, such as `http://backup-storage.test`; without extensions it tells no lengths, times or shared chunks. */
export function readHandlers(host: string, extensions = true) {
  const jobs = `${host}/restore-jobs/:job`
  const limited = (input: ReadRequest): ReadRequest => ({
    ...input,
    scenario: { ...input.scenario, extensions: extensions && input.scenario.extensions },
  })
  const pageToken = (kind: 'page' | 'chunks', job: string) => (query: URLSearchParams) => {
    const text = query.get('next-token')
    return text === null ? undefined : parseToken(text, kind, job)
  }
  return [
    http.get<{ job: string }>(`${jobs}/objects/list`, ({ request, params: { job } }) =>
      read('ListObjects', request, job, pageToken('page', job), (input) => listObjects(limited(input))),
    ),
    http.get<{ job: string; token: string }>(`${jobs}/chunks/:token/list`, ({ request, params: { job, token } }) =>
      read('ListChunks', request, job, pageToken('chunks', job), (input) => listChunks(token, limited(input))),
    ),
    http.get<{ job: string; token: string }>(`${jobs}/chunk/:token`, ({ request, params: { job, token } }) =>
      read('GetChunk', request, job, () => parseToken(token, 'chunk', job), getChunk),
    ),
    http.get<{ job: string; token: string }>(`${jobs}/object/:token/metadata`, ({ request, params: { job, token } }) =>
      read('GetObjectMetadata', request, job, () => parseToken(token, 'object', job), getObjectMetadata),
    ),
  ]
}
