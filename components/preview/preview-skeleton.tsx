import { SlowHint } from '../table/slow-hint.tsx'

/** A preview that is on its way. */
export function PreviewSkeleton() {
  return (
    <div aria-busy>
      <div className="h-50 rounded-md bg-skeleton" />
      <SlowHint />
    </div>
  )
}
