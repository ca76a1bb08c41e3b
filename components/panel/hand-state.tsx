import { CircleDashed, LoaderCircle, ShieldAlert, ShieldCheck } from 'lucide-react'
import { damageHref } from '#lib/search-params/damage.ts'
import { countOf, formatCount } from '../format/size.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { Badge } from '../ui/badge.tsx'
import { doneOf, type VerificationTask } from '../verification/task.ts'
import type { InHand } from './in-hand.ts'

interface Props extends Pick<InHand, 'damage' | 'verifiedAt' | 'recordsLost'> {
  /** The verification that will come by it, or is at it. */
  running: VerificationTask | undefined
}

/** Whether its bytes are known to be good. */
export function HandState({ damage, verifiedAt, recordsLost, running }: Props) {
  const checksum = damage.find((each) => each.checksum)?.checksum
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {damage.length > 0 ? (
        <>
          <Badge icon={<ShieldAlert aria-hidden size={15} />} tone="danger">
            Damaged
          </Badge>
          <span>
            {which(damage)}
            {checksum && (
              <>
                {', '}
                <AppLink className="text-accent underline underline-offset-3" href={damageHref(checksum)}>
                  damage map
                </AppLink>
              </>
            )}
          </span>
        </>
      ) : verifiedAt === undefined ? (
        <Badge
          icon={<CircleDashed aria-hidden size={15} />}
          title={
            recordsLost
              ? "No read went through here lately, and what was known before was lost with Thaw's records."
              : 'No read through here went from its first byte to its last.'
          }
          tone="plain"
        >
          {recordsLost ? 'Verification not known' : 'Not verified yet'}
        </Badge>
      ) : (
        <>
          <Badge icon={<ShieldCheck aria-hidden size={15} />} title="Every chunk had the promised SHA-256." tone="good">
            Verified
          </Badge>
          <Time at={verifiedAt} />
        </>
      )}
      {running && (
        <Badge icon={<LoaderCircle aria-hidden size={15} />} tone="accent">
          {running.name === null ? 'A verification will come by it' : `Verifying${percent(running)}`}
        </Badge>
      )}
    </p>
  )
}

function which(damage: InHand['damage']): string {
  if (damage.some(({ index }) => index < 0)) return 'what describes it'
  return damage.length === 1 ? `chunk ${formatCount(damage[0]?.index ?? 0)}` : countOf(damage.length, 'chunk')
}

function percent(task: VerificationTask): string {
  const done = doneOf(task)
  return done === undefined ? '' : `, ${Math.floor(done * 100)} %`
}
