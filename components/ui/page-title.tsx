/**
 * What the tab is called: `children`, then Thaw. Each page draws its own one, in the page, because there it changes
 * with the page and stays until the next one is there. The framework's own (`metadata.title`) is taken away while a
 * page is being drawn anew.
 */
export function PageTitle({ children }: { children: string }) {
  return <title>{`${children} · Thaw`}</title>
}
