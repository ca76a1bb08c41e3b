/** How much of it is done, 0 to 1; without it nobody knows yet. */
export function Progress({ label, share, paused }: { label: string; share: number | undefined; paused?: boolean }) {
  const percent = share === undefined ? undefined : Math.floor(Math.min(Math.max(share, 0), 1) * 100)
  return (
    <div
      aria-label={label}
      aria-valuemax={100}
      aria-valuemin={0}
      aria-valuenow={percent}
      className="group h-1.5 w-full overflow-hidden rounded-sm bg-skeleton forced-colors:border forced-colors:border-[color:CanvasText]"
      data-paused={paused || undefined}
      role="progressbar"
    >
      <span
        className="block h-full bg-accent group-data-paused:bg-border-strong forced-colors:bg-[color:Highlight] forced-colors:forced-color-adjust-none"
        style={{ width: `${percent ?? 0}%` }}
      />
    </div>
  )
}
