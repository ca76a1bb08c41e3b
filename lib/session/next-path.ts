/** Where to go after sign-in: a path of our own, or the start page for anything that could lead elsewhere. */
export function safeNextPath(value: string | undefined): string {
  const start = '/'
  // Browsers read a backslash as a slash and skip tabs and line ends, so "/\evil" and "/<tab>/evil" name a host.
  if (!value || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(value)) return start
  const url = URL.parse(value, 'http://own.invalid')
  if (url?.origin !== 'http://own.invalid' || url.pathname.startsWith('//') || url.pathname.startsWith('/sign-in'))
    return start
  return url.pathname + url.search + url.hash
}
