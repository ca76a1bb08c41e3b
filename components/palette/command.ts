/** Something the palette can do. */
export interface Command {
  id: string
  label: string
  /** Said beside it. */
  hint: string
  group: string
  /** Shown with its hint, the reason, but not done. */
  refused?: boolean
  run: () => void
}

/** Those that contain every word of the text in their label or group. */
export function matching(commands: Command[], text: string): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return commands.filter(({ label, group }) => {
    const said = `${label} ${group}`.toLowerCase()
    return words.every((word) => said.includes(word))
  })
}

/** The same commands by their groups, in the order these first appear. */
export function grouped(commands: Command[]): { value: string; items: Command[] }[] {
  return [...Map.groupBy(commands, ({ group }) => group)].map(([value, items]) => ({ value, items }))
}
