import { TableFoot } from './table-foot.tsx'

/** Appears after two seconds (by the style sheet, so also before any script runs); `why` it may take long. */
export function SlowHint({ why = 'A remote endpoint can need a while.' }: { why?: string }) {
  return (
    <TableFoot className="starting:invisible transition-[visibility] delay-2000 duration-0">
      The storage service is taking its time. {why}
    </TableFoot>
  )
}
