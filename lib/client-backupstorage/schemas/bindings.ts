import type { $MemberSchema, $SchemaRef } from '@smithy/types'

// The sentinels of simple types in the runtime's schemas (`@smithy/types`, schema/sentinels).
export const STRING = 0
export const NUMBER = 1
export const BOOLEAN = 2
/** In the query ISO 8601, in JSON epoch seconds: the defaults of the protocol. */
export const TIMESTAMP = 4
export const STREAMING_BLOB = 42

// Where a member travels. Each call makes a new tuple because the runtime caches on them.

/** One percent-encoded segment of the path. */
export const label = (target: $SchemaRef = STRING): $MemberSchema => [target, { httpLabel: 1 }]
export const query = (name: string, target: $SchemaRef = STRING): $MemberSchema => [target, { httpQuery: name }]
export const header = (name: string, target: $SchemaRef = STRING): $MemberSchema => [target, { httpHeader: name }]
/** The whole body. */
export const payload = (target: $SchemaRef): $MemberSchema => [target, { httpPayload: 1 }]
