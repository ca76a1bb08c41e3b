import type { $SchemaRef, SchemaTraitsObject } from '@smithy/types'

type Http = [method: string, path: string, status: number]
interface Binding extends SchemaTraitsObject {
  http: Http
  /** The model's `aws.auth#unsignedPayload`: the body is left out of the signature. */
  unsignedPayload?: 1
}

interface Traits extends Binding {
  readonly?: 1
}

/**
 * [9, namespace, name, traits, input, output]: a `StaticOperationSchema` whose type has its name, and whether it reads.
 * Tables of handlers are checked against these types.
 */
export type OperationSchema<Name extends string = string, Kind extends Traits = Traits> = [
  9,
  string,
  Name,
  Kind,
  $SchemaRef,
  $SchemaRef,
]

/** Smithy's `readonly`: the operation changes nothing. The runtime of the SDK does not read it. */
export type ReadingSchema<Name extends string = string> = OperationSchema<Name, Traits & { readonly: 1 }>
/** The operation may change what is stored. */
export type WritingSchema<Name extends string = string> = OperationSchema<Name, Traits & { readonly?: never }>

/** The operations of a namespace: `reading` for those that change nothing, `writing` for the others. */
export const operationsOf = (namespace: string) => ({
  reading: <const Name extends string>(
    name: Name,
    traits: Binding,
    input: $SchemaRef,
    output: $SchemaRef,
  ): ReadingSchema<Name> => [9, namespace, name, { ...traits, readonly: 1 }, input, output],

  writing: <const Name extends string>(
    name: Name,
    traits: Binding,
    input: $SchemaRef,
    output: $SchemaRef,
  ): WritingSchema<Name> => [9, namespace, name, traits, input, output],
})
