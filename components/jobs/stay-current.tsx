'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { type Asked, answered } from '../ui/answered.ts'
import { often, useLookAgain } from '../ui/use-look-again.ts'

const seldom = 20_000

/**
 * Keeps an overview that the server rendered from growing old: it is rendered anew every few seconds while something
 * runs, else every twenty, and when a person comes back to it. Somebody who is in a row or a dialog is not disturbed.
 *
 * @param ask is asked first: rendered without a session, the page would give way to the sign-in page.
 */
export function StayCurrent({ busy, ask }: { busy: boolean; ask: () => Asked<object> }) {
  const router = useRouter()
  useLookAgain(
    async (isLeft) => {
      if (isHeld()) return
      const { ok } = await answered(ask())
      if (ok && !isLeft() && !isHeld()) startTransition(() => router.refresh())
    },
    busy ? often : seldom,
  )
  return null
}

function isHeld(): boolean {
  return document.activeElement?.closest('tbody, [role="dialog"], [role="alertdialog"], dialog') != null
}
