/**
 * Settles what Next and React read from the environment when they are loaded: production code, no telemetry, and no
 * signal handlers of their own. Call it before the first of them is imported.
 */
export function settleFrameworkEnvironment(): void {
  Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NEXT_MANUAL_SIG_HANDLE: 'true' })
}
