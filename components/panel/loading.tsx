const bone = 'h-3.5'
/** Parts that are no line from one side to the other. */
const shapes: Record<string, string> = {
  state: `${bone} w-2/5`,
  strip: 'h-7',
  size: `${bone} w-3/5`,
  mode: `${bone} w-3/5`,
}

/** The shape of what is on its way, part by part. */
export function Loading({ parts }: { parts: string[] }) {
  return (
    <div aria-busy aria-hidden className="grid gap-3">
      {parts.map((part) => (
        <span className={`rounded-sm bg-skeleton ${shapes[part] ?? bone}`} key={part} />
      ))}
    </div>
  )
}
