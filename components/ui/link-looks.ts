/** The looks of links that stand among facts and names; those in a running text are underlined. */

/** Told as what it leads to by the pointer alone. */
export const plainLink = 'hover:text-accent hover:underline hover:underline-offset-3'

/** The name of what a row or line is about. */
export const nameLink = `isolate-text font-medium ${plainLink}`

/** Something to follow, told apart by its colour. */
export const accentLink = 'text-accent hover:underline hover:underline-offset-3'
