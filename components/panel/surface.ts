/** What the panel is on, beside the list and over it. */
export const surface =
  'fixed flex flex-col gap-4 overflow-y-auto overscroll-contain bg-bg px-5 pb-8 max-sm:px-4 max-sm:pb-6'
