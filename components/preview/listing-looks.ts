/** The looks of tables inside a preview: they scroll in a box of their own, under a head that stays. */
export const tableBox =
  'max-h-[min(60vh,640px)] scrollbar-thin overflow-auto rounded-md border border-border bg-surface text-sm focus-visible:-outline-offset-2'
export const headCell = 'sticky top-0 bg-surface px-3 py-1.5 text-left font-medium text-muted'
export const rowLook = 'border-border border-t align-top hover:bg-hover'
export const cell = 'px-3 py-1.5'
