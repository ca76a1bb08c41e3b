/** Where a page shows the sizes of a resource's jobs; `waiting` is as tall as what takes its place. */
export const plot = {
  section: 'mb-8',
  waiting: 'h-55 rounded-md bg-surface max-sm:h-64',
}
