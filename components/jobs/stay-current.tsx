'use client'

import { useRouter } from 'next/navigation'
import { startTransition, useEffect } from 'react'

const often = 5_000
const seldom = 20_000

/**
 * Keeps an overview that the server rendered from growing old: it is rendered anew every few seconds while something
 * runs, else every twenty, and when a person comes back to it. Somebody who is in a row or a dialog is not disturbed.
 */
export function StayCurrent({ busy }: { busy: boolean }) {
  const router = useRouter()
  useEffect(() => {
    let looked = Date.now()
    const look = () => {
      if (document.visibilityState !== 'visible' || isHeld()) return
      looked = Date.now()
      startTransition(() => router.refresh())
    }
    const comeBack = () => {
      if (Date.now() - looked >= often) look()
    }
    const timer = setInterval(look, busy ? often : seldom)
    document.addEventListener('visibilitychange', comeBack)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', comeBack)
    }
  }, [busy, router])
  return null
}

function isHeld(): boolean {
  return document.activeElement?.closest('tbody, [role="dialog"], [role="alertdialog"], dialog') != null
}
