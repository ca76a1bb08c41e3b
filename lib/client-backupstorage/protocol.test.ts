import { createRequire } from 'node:module'
import { NormalizedSchema } from '@smithy/core/schema'
import type { StaticStructureSchema } from '@smithy/types'
import { describe, expect, it } from 'vitest'
import { errors, operations, requiredMembers, service } from './protocol.ts'

// The last official client that had the service carries its model: another hand's reading of the same protocol.
const official = createRequire(import.meta.url)('aws-sdk/apis/backupstorage-2018-04-10.min.json')
const pagination = createRequire(import.meta.url)('aws-sdk/apis/backupstorage-2018-04-10.paginators.json')

interface Shape {
  shape?: string
  type?: string
  required?: string[]
  members?: Record<string, Shape>
  member?: Shape
  payload?: string
  location?: string
  locationName?: string
}

/** A structure as lines of "member: where, name, type, required", comparable between the two models. */
function officialLines({ members = {}, required = [], payload }: Shape = {}): string[] {
  return Object.entries(members).map(([name, { location = 'body', locationName = name, ...shape }]) => {
    const where = name === payload ? 'payload' : location === 'uri' ? 'label' : `${location} ${locationName}`
    const type = { undefined: 'string', long: 'number', integer: 'number' }[String(shape.type)] ?? shape.type
    return `${name}: ${where}, ${shape.shape ? 'stream' : type}${required.includes(name) ? ', required' : ''}`
  })
}

function ownType(schema: NormalizedSchema): string {
  if (schema.isStreaming()) return 'stream'
  if (schema.isListSchema()) return 'list'
  if (schema.isStructSchema()) return 'structure'
  if (schema.isStringSchema()) return 'string'
  if (schema.isNumericSchema()) return 'number'
  if (schema.isBooleanSchema()) return 'boolean'
  return schema.isTimestampSchema() ? 'timestamp' : 'unknown'
}

function ownLines(schema: NormalizedSchema): string[] {
  if (!schema.isStructSchema()) return []
  const required = requiredMembers(schema.getSchema() as StaticStructureSchema)
  return [...schema.structIterator()].map(([name, member]) => {
    const { httpLabel, httpQuery, httpHeader, httpPayload } = member.getMergedTraits()
    const where = httpLabel
      ? 'label'
      : httpPayload
        ? 'payload'
        : httpQuery
          ? `querystring ${httpQuery}`
          : httpHeader
            ? `header ${httpHeader}`
            : `body ${name}`
    return `${name}: ${where}, ${ownType(member)}${required.includes(name) ? ', required' : ''}`
  })
}

describe('the operation table', () => {
  const nine = operations.filter(({ extension }) => !extension)

  it('has the operations of the official model, and says which are ours', () => {
    expect(nine.map(({ name }) => name).sort()).toEqual(Object.keys(official.operations).sort())
    const ours = operations.filter(({ schema }) => schema[1] !== 'com.amazonaws.backupstorage')
    expect(ours).toEqual(operations.filter(({ extension }) => extension))
    expect(ours.map(({ name }) => name)).toContain('CommitBackupJob')
  })

  it.each(nine)('$name has the path, members and bindings of the official model', (operation) => {
    const model = official.operations[operation.name]
    const labels = Object.entries<Shape>(model.input.members).filter(([, { location }]) => location === 'uri')
    const path = labels.reduce(
      (uri, [name, { locationName }]) => uri.replace(`{${locationName}}`, `{${name}}`),
      model.http.requestUri,
    )
    expect(`${operation.method} ${operation.path}`).toBe(`${model.http.method ?? 'POST'} ${path}`)
    expect(operation.unsignedPayload).toBe(model.authtype === 'v4-unsigned-body')
    const input = NormalizedSchema.of(operation.schema[4])
    const output = NormalizedSchema.of(operation.schema[5])
    expect(ownLines(input).sort()).toEqual(officialLines(model.input).sort())
    expect(ownLines(output).sort()).toEqual(officialLines(model.output).sort())
  })

  it.each([
    [
      'ListObjects',
      'ObjectList',
      [
        'CreationTime: body CreationTime, timestamp',
        'ObjectLength: body ObjectLength, number',
        'MetadataBlobLength: body MetadataBlobLength, number',
        'SingleChunk: body SingleChunk, structure',
      ],
    ],
    ['ListChunks', 'ChunkList', ['IsShared: body IsShared, boolean']],
  ])('%s lists what the official model lists, and the extensions', (name, list, added) => {
    const { schema } = operations.find((operation) => operation.name === name)!
    const member = NormalizedSchema.of(schema[5]).getMemberSchema(list).getValueSchema()
    const model = official.operations[name].output.members[list].member
    expect(ownLines(member).sort()).toEqual([...officialLines(model), ...added].sort())
  })

  it('pages as the official model does', () => {
    const tokens = { input_token: 'NextToken', output_token: 'NextToken', limit_key: 'MaxResults' }
    expect(pagination.pagination).toEqual({ ListChunks: tokens, ListObjects: tokens })
  })

  it("tells a server the model's limits", () => {
    const member = (operation: string, name: string) =>
      NormalizedSchema.of(operations.find((entry) => entry.name === operation)!.schema[4])
        .getMemberSchema(name)
        .getMergedTraits()
    expect(member('PutChunk', 'ChecksumAlgorithm').enum).toEqual(['SHA256'])
    expect(member('PutObject', 'ObjectChecksumAlgorithm').enum).toEqual(['SUMMARY'])
    expect(member('PutObject', 'InlineChunkChecksumAlgorithm').enum).toBeUndefined()
    expect(member('ListChunks', 'MaxResults').range).toEqual({ min: 1, max: 100 })
    expect(member('NotifyObjectComplete', 'MetadataString').pattern).toBe('^.{1,256}$')
    expect(member('PutObject', 'MetadataString').pattern).toBeUndefined()
  })

  it('has ten exceptions with their statuses', () => {
    expect(Object.fromEntries(errors.map(({ name, status }) => [name, status]))).toEqual({
      AccessDeniedException: 403,
      DataAlreadyExistsException: 400,
      IllegalArgumentException: 400,
      KMSInvalidKeyUsageException: 400,
      NotReadableInputStreamException: 400,
      ResourceNotFoundException: 404,
      RetryableException: 500,
      ServiceInternalException: 500,
      ServiceUnavailableException: 503,
      ThrottlingException: 429,
    })
  })

  it('names the service as the official model does', () => {
    expect(service).toMatchObject({
      sdkId: official.metadata.serviceId,
      apiVersion: official.metadata.apiVersion,
      endpointPrefix: official.metadata.endpointPrefix,
      signingName: official.metadata.signingName,
    })
  })
})
