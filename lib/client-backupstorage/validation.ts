import { getSmithyContext } from '@smithy/core/client'
import { NormalizedSchema } from '@smithy/core/schema'
import type { Pluggable, StaticOperationSchema, StaticStructureSchema } from '@smithy/types'
import type { ServiceInputTypes, ServiceOutputTypes } from './models/commands.ts'
import { requiredMembers } from './schemas/required.ts'

/** A request that was not sent, because a member the operation needs is missing or cannot travel. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError'
  readonly operation: string
  readonly member: string
  readonly retryable = false

  constructor(operation: string, member: string, problem: string) {
    super(`${operation}: ${member} ${problem}`)
    this.operation = operation
    this.member = member
  }
}

/**
 * Checks what the model requires and what the path can carry. The rest (ranges, enums, patterns) is the service's word.
 *
 * @throws {InvalidInputError}
 */
function check([, , operation, , inputRef]: StaticOperationSchema, input: Record<string, unknown>): void {
  const schema = NormalizedSchema.of(inputRef)
  for (const name of requiredMembers(schema.getSchema() as StaticStructureSchema)) {
    if (input[name] == null) throw new InvalidInputError(operation, name, 'is required')
    // An empty segment would make another path, so another operation.
    if (input[name] === '' && schema.getMemberSchema(name).getMergedTraits().httpLabel)
      throw new InvalidInputError(operation, name, 'is part of the path and must not be empty')
  }
}

/** Refuses an impossible request before anything of it is resolved or sent. */
export const validationPlugin: Pluggable<ServiceInputTypes, ServiceOutputTypes> = {
  applyToStack(stack) {
    stack.add(
      (next, context) => async (args) => {
        const { operationSchema } = getSmithyContext(context) as { operationSchema: StaticOperationSchema }
        check(operationSchema, args.input as Record<string, unknown>)
        return next(args)
      },
      { name: 'validationMiddleware', step: 'initialize', priority: 'high', override: true },
    )
  },
}
