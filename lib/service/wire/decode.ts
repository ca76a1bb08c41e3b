import { requiredMembers } from '@aws-sdk/client-backupstorage/protocol'
import type { StaticStructureSchema } from '@smithy/types'
import { checkConstraint } from './constraints.ts'
import { FormError, parseQuery, percentDecode } from './form.ts'
import { decodeJson, parseJsonObject } from './json.ts'
import type { Operation, PayloadMembers } from './operations.ts'
import { decodeText } from './scalars.ts'

/** What a request says, before it is read as its operation's input. */
export interface InputParts {
  /** Still percent-encoded. */
  labels: ReadonlyMap<string, string>
  rawQuery: string
  /** The body of an operation without a payload member. */
  json: Buffer | undefined
}

/**
 * The operation's input, with the names and types of the client's `…CommandInput`; a streaming member is left to the
 * caller.
 *
 * @throws {FormError} for anything that is not as the model says: the meaning is the engine's to check.
 */
export function decodeInput(operation: Operation, { labels, rawQuery, json }: InputParts): Record<string, unknown> {
  const query = parseQuery(rawQuery)
  const body = json ? parseJsonObject(json) : {}
  const input: Record<string, unknown> = {}
  for (const [member, schema] of operation.input.structIterator()) {
    const { httpLabel, httpQuery, httpPayload } = schema.getMergedTraits()
    if (httpPayload) continue
    const text = httpLabel ? labels.get(member) : query.get(httpQuery ?? '')
    if (httpLabel) input[member] = decodeText(schema, label(text ?? '', member), member)
    else if (!httpQuery && body[member] != null) input[member] = decodeJson(schema, body[member], member)
    else if (httpQuery && text !== undefined) input[member] = decodeText(schema, text, member)
    if (httpQuery) query.delete(httpQuery)
    if (input[member] !== undefined) checkConstraint(operation.input, member, schema, input[member])
  }
  if (query.size > 0)
    throw new FormError(`${operation.name} has no query parameter ${JSON.stringify([...query.keys()][0])}`)
  if (operation.payload) addLength(operation.payload, input)
  for (const member of requiredMembers(operation.input.getSchema() as StaticStructureSchema))
    if (input[member] === undefined && member !== operation.payload?.data)
      throw new FormError(`${member} is missing`, 'missing')
  if (operation.payload) checkPayload(operation.payload, input)
  return input
}

/** Clients that leave out zeros (the AWS SDK for Go 2) mean an empty body. */
function addLength({ length, checksum, algorithm }: PayloadMembers, input: Record<string, unknown>): void {
  if (input[checksum] !== undefined && input[algorithm] !== undefined) input[length] ??= 0
}

/** A payload always comes with its checksum and the algorithm: there is no way to send bytes unchecked. */
function checkPayload({ data, length, checksum, algorithm }: PayloadMembers, input: Record<string, unknown>): void {
  const given = [length, checksum, algorithm].filter((member) => input[member] !== undefined)
  if (given.length !== 0 && given.length !== 3)
    throw new FormError(`${data} needs all of ${length}, ${checksum} and ${algorithm}, or none`)
}

function label(text: string, member: string): string {
  const value = percentDecode(text, member)
  if (value === '') throw new FormError(`${member} must not be empty`)
  return value
}
