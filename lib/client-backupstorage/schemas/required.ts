import type { StaticStructureSchema } from '@smithy/types'

/** The names of the members the model requires. */
export const requiredMembers = (structure: StaticStructureSchema): string[] => structure[4].slice(0, structure[6] ?? 0)
