/**
 * The protocol as one table, for a server that speaks it. A schema says where each member travels and of what type it
 * is; `NormalizedSchema` and the bindings of `@smithy/core/schema` walk it. Beside the traits that the runtime reads,
 * members carry the model's `enum`, `range` and `pattern`; every number of this API is an integer.
 */
import type { StaticErrorSchema } from '@smithy/types'
import * as extensionSchemas from './extensions/schemas.ts'
import * as errorSchemas from './schemas/errors.ts'
import type { OperationSchema, ReadingSchema } from './schemas/operation.ts'
import * as operationSchemas from './schemas/operations.ts'

export { requiredMembers } from './schemas/required.ts'
export { service } from './service.ts'

type Exports<Module> = Module[keyof Module]
type Schema = Exports<typeof operationSchemas> | Exports<typeof extensionSchemas>

/** The names of all operations, and of those that change nothing. */
export type OperationName = Schema[2]
export type ReadingOperationName = Extract<Schema, ReadingSchema>[2]

/** One operation: its schema, and the parts of it a router asks for first. */
export interface Operation<Name extends string = OperationName> {
  readonly name: Name
  readonly schema: OperationSchema<Name>
  readonly method: string
  /** The path's template; each `{Member}` is one percent-encoded segment. */
  readonly path: string
  /** The status of success. */
  readonly status: number
  /** The body may be left out of the signature (`x-amz-content-sha256: UNSIGNED-PAYLOAD`). */
  readonly unsignedPayload: boolean
  /** It changes nothing. */
  readonly readonly: boolean
  /** Not of the official API. */
  readonly extension: boolean
}

const operation = <Name extends string>(schema: OperationSchema<Name>, extension: boolean): Operation<Name> => {
  const [, , name, traits] = schema
  const [method, path, status] = traits.http
  const { unsignedPayload, readonly } = traits
  const flags = { unsignedPayload: unsignedPayload === 1, readonly: readonly === 1, extension }
  return { name, schema, method, path, status, ...flags }
}

/** The nine of the official API, then the extensions. */
export const operations: readonly Operation[] = [
  ...Object.values(operationSchemas).map((schema) => operation(schema, false)),
  ...Object.values(extensionSchemas).map((schema) => operation(schema, true)),
]

/** An exception: its schema and the status it travels with. */
export interface ErrorShape {
  readonly name: string
  readonly schema: StaticErrorSchema
  readonly status: number
}

const { BackupStorageServiceException$: _base, ...modeled } = errorSchemas

/** Every exception of the model. Any operation may answer with any of them. */
export const errors: readonly ErrorShape[] = Object.values(modeled).map((schema) => ({
  name: schema[2],
  schema,
  status: (schema[3] as { httpError: number }).httpError,
}))
