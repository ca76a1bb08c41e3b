import { History } from 'lucide-react'
import { useTold } from '../time/times.tsx'
import { Button } from '../ui/button.tsx'
import { PageBar } from './page-bar.tsx'

/** Thaw's own records were damaged and begun anew. */
export interface LostRecords {
  /** Milliseconds since 1970. */
  since: number
  /** The file they were in, as it is called in the data folder now. */
  keptAs: string
}

/** What is forgotten, what is not, and where the old records are. */
export function RecordsNotice({ since, keptAs, dismiss }: LostRecords & { dismiss: () => void }) {
  const told = useTold()
  return (
    <PageBar Icon={History} label="Records were lost">
      <p>
        <strong>Thaw’s own records begin on {told(since)}.</strong> The file they were in was damaged. What was verified
        or found damaged before, and what was downloaded or restored, is not known any more. The backups are not
        touched; verify them again to know that they are good.
      </p>
      <p className="text-muted">
        The old file is kept in the data folder as <code>{keptAs}</code>.
      </p>
      <Button onClick={dismiss}>Do not show this again</Button>
    </PageBar>
  )
}
