/**
 * Settles what Next and React read from the environment when they are loaded: production code, no telemetry, no signal
 * handlers of their own. Call it before the first of them is imported.
 *
 * @param origin where Next reaches this very server. It passes an action on to the page that has it by a request to
 * itself, and would otherwise take scheme and address from what the client or a proxy sent.
 */
export function settleFrameworkEnvironment(origin: string): void {
  Object.assign(process.env, {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_MANUAL_SIG_HANDLE: 'true',
    __NEXT_PRIVATE_ORIGIN: origin,
  })
}
