/** A header of facts that is on its way. */
export function SkeletonFacts() {
  return (
    <div aria-busy aria-hidden className="min-h-24.25 border-border border-b pb-4">
      <span className="mt-1 mb-4 block h-4 w-60 rounded-sm bg-skeleton" />
      <div className="flex gap-8">
        {['State', 'Started', 'Took', 'Objects', 'Size', 'New'].map((label) => (
          <span className="block h-9 w-18 rounded-sm bg-skeleton" key={label} />
        ))}
      </div>
    </div>
  )
}
