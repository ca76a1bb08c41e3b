/** How a person likes to see things; kept in cookies so that the server renders it right the first time. */
export const themeCookie = 'thaw-theme'
export const densityCookie = 'thaw-density'
export const timesCookie = 'thaw-times'
/** Since when there are records, as far as somebody has read so. */
export const recordsNoticeCookie = 'thaw-records-notice'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const densities = ['comfortable', 'compact'] as const
export type Density = (typeof densities)[number]

export const timeStyles = ['relative', 'absolute'] as const
export type TimeStyle = (typeof timeStyles)[number]

export function themeFrom(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system'
}

export function densityFrom(value: string | undefined): Density {
  return densities.find((density) => density === value) ?? 'comfortable'
}

export function timeStyleFrom(value: string | undefined): TimeStyle {
  return timeStyles.find((style) => style === value) ?? 'relative'
}

/** Keeps a preference in this browser for a year. */
export function rememberPreference(cookie: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every supported browser.
  document.cookie = `${cookie}=${value}; path=/; max-age=31536000; samesite=lax`
}
