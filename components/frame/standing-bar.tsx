'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useOffline } from 'next/offline'
import { type ReactNode, useEffect } from 'react'
import { type Asked, answered } from '../ui/answered.ts'
import { Press } from '../ui/press.tsx'
import { SignInLink } from '../ui/sign-in-link.tsx'
import { useStanding } from '../ui/standing.ts'

const lookAgain = 3000

/**
 * Says when the page and the dashboard have lost each other: no connection, no session, or another build. What is on the
 * page stays; once it is mended, what failed is asked for again.
 */
export function StandingBar({ look }: { look: () => Asked<object> }) {
  const standing = useStanding()
  const offline = useOffline()
  const signedOut = standing === 'signed-out'
  useRecovery(signedOut && !offline, look)
  useEffect(() => void dispatchEvent(new Event('alive')), []) // `holdOffline` waits for it
  return (
    // Named live as well, so that it is heard beside an open dialog, which hides the rest of the page.
    <div aria-live="polite" className="frame-notes" role="status">
      {offline ? (
        <Bar>
          <strong>The dashboard does not answer.</strong> What you see stays; this page goes on by itself.
        </Bar>
      ) : standing === 'upgraded' ? (
        <Bar
          step={
            <Press className="frame-note-action" onClick={() => location.reload()}>
              Reload
            </Press>
          }
        >
          <strong>Thaw was upgraded</strong> since this page was opened.
        </Bar>
      ) : (
        signedOut && (
          <Bar step={<SignInLink className="frame-note-action" />}>
            <strong>Your session has ended.</strong> What you see stays; this page goes on once you are signed in.
          </Bar>
        )
      )}
    </div>
  )
}

function Bar({ step, children }: { step?: ReactNode; children: ReactNode }) {
  return (
    <div className="frame-note">
      <TriangleAlert aria-hidden className="text-warn" size={16} />
      <p className="py-1.25 pr-2 [&>strong]:font-semibold">{children}</p>
      {step}
    </div>
  )
}

/** Looks whether there is a session again, and then asks again for what failed. */
function useRecovery(lost: boolean, look: () => Asked<object>) {
  const client = useQueryClient()
  useQuery({
    queryKey: ['standing'],
    queryFn: () => answered(look()), // notes how the page stands
    enabled: lost,
    refetchInterval: lookAgain,
    refetchOnWindowFocus: 'always',
    gcTime: 0,
  })
  useEffect(() => {
    if (!lost) return
    return () => void client.refetchQueries({ predicate: ({ state }) => state.status === 'error' })
  }, [lost, client])
}
