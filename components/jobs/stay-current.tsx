'use client'

import { useRouter } from 'next/navigation'
import { startTransition, useEffect } from 'react'
import { type Asked, answered } from '../ui/answered.ts'

const often = 5_000
const seldom = 20_000

/**
 * Keeps an overview that the server rendered from growing old: it is rendered anew every few seconds while something
 * runs, else every twenty, and when a person comes back to it. Somebody who is in a row or a dialog is not disturbed.
 *
 * @param ask is asked first: rendered without a session, the page would give way to the sign-in page.
 */
export function StayCurrent({ busy, ask }: { busy: boolean; ask: () => Asked<object> }) {
  const router = useRouter()
  useEffect(() => {
    let looked = Date.now()
    let left = false
    const look = async () => {
      if (document.visibilityState !== 'visible' || isHeld()) return
      looked = Date.now()
      const { ok } = await answered(ask())
      if (ok && !left && !isHeld()) startTransition(() => router.refresh())
    }
    const comeBack = () => {
      if (Date.now() - looked >= often) look()
    }
    const timer = setInterval(look, busy ? often : seldom)
    document.addEventListener('visibilitychange', comeBack)
    return () => {
      left = true
      clearInterval(timer)
      document.removeEventListener('visibilitychange', comeBack)
    }
  }, [ask, busy, router])
  return null
}

function isHeld(): boolean {
  return document.activeElement?.closest('tbody, [role="dialog"], [role="alertdialog"], dialog') != null
}
