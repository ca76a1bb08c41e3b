import 'server-only'

const names = new Set(['ResourceNotFoundException', 'IllegalArgumentException', 'InvalidParameterValueException'])

/** Whether the API may mean that a page token has expired: it is then asked once more, from what is known, without it. */
export function isExpired(error: unknown): boolean {
  return names.has((error as { name?: string }).name ?? '')
}
