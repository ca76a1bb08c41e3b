/** What one types into or chooses from; `data-set` where it filters. Below 16 px a phone zooms in on a field. */
export const control =
  'h-8 rounded-md border border-border-strong bg-bg text-md data-set:border-accent data-set:bg-accent-soft max-sm:h-10 max-sm:text-lg'

/** What one presses beside such fields. */
export const controlButton = `${control} inline-flex items-center gap-1.5 whitespace-nowrap px-2.5 font-medium hover:bg-hover`
