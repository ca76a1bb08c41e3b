import { TriangleAlert } from 'lucide-react'
import type { NotableEntry, PlanView } from '#lib/downloads/archive/plan-view.ts'
import { countOf, exactBytes, formatBytes, formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { Button } from '../ui/button.tsx'
import { Facts } from '../ui/facts.tsx'
import { Size } from '../ui/size.tsx'
import { Means } from './means.tsx'

const list = 'mt-2 max-h-28 divide-y divide-border overflow-auto rounded-md border border-border *:px-3 *:py-1.5'

interface Props {
  plan: PlanView
  notable: NotableEntry[]
  /** Brings more of the notable; absent at their end. */
  more: (() => void) | undefined
}

/** What an archive will hold, and every object of which it will not hold just that. */
export function PlanFacts({ plan, notable, more }: Props) {
  const { objects, bytes, distinctBytes, distinctAtMost, changed, skipped, damaged, length, state } = plan
  if (state === 'planning')
    return (
      <p className="text-muted" role="status">
        Listing, without reading data: {countOf(objects, 'object')}, {formatBytes(bytes)} so far.
      </p>
    )
  return (
    <>
      <Facts
        facts={[
          { label: 'Objects', value: formatCount(objects) },
          { label: 'Content', value: <Size bytes={bytes} /> },
          { label: 'Unique', value: <Unique atMost={distinctAtMost} bytes={distinctBytes} /> },
          { label: 'Length', value: <span title={exactBytes(length ?? 0)}>{formatBytes(length ?? 0)}, exact</span> },
          { label: 'File', value: visible(plan.fileName) },
        ]}
      />
      {notable.length > 0 && (
        <div className="mt-4">
          <p className="flex items-center gap-1.5 text-warn">
            <TriangleAlert aria-hidden size={15} />
            {[
              damaged > 0 && `${countOf(damaged, 'object')} known to be damaged`,
              skipped > 0 && `${formatCount(skipped)} left out`,
              changed > 0 && `${countOf(changed, 'name')} changed`,
            ]
              .filter(Boolean)
              .join(', ')}
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that */}
          <ul aria-label="Objects to know of" className={list} tabIndex={0}>
            {notable.map(({ position, object, name, skipped: why, damaged: bad }) => (
              <li key={position}>
                <span className="wrap-anywhere isolate-text whitespace-pre-wrap">{visible(object)}</span>
                <Means>
                  {[
                    bad && !why && 'damaged',
                    why && `left out: ${why}`,
                    name !== undefined && name !== object && `as ${visible(name)}`,
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </Means>
              </li>
            ))}
            {more && (
              <li>
                <Button onClick={more}>Show more</Button>
              </li>
            )}
          </ul>
        </div>
      )}
    </>
  )
}

/** What there is to read once chunks that several objects share are counted once. */
function Unique({ bytes, atMost }: { bytes: number; atMost: boolean }) {
  const bound = atMost ? ' At most: not every list of chunks was looked at, there are too many.' : ''
  return (
    <span title={`${exactBytes(bytes)}: chunks that several objects share are counted once.${bound}`}>
      {atMost && 'at most '}
      {formatBytes(bytes)}
    </span>
  )
}
