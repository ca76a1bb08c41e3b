'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Press } from './press.tsx'

/** Copies a text, whole, and says that it did. `what` completes "Copy …"; `command` names it in the palette. */
export function CopyButton({ text, what, command }: { text: string; what: string; command?: string }) {
  const [copied, setCopied] = useState(false)

  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])

  async function copy() {
    await copyText(text)
    setCopied(true)
  }

  const Icon = copied ? Check : Copy
  return (
    <Press
      aria-label={copied ? 'Copied' : `Copy ${what}`}
      aria-live="polite"
      className="icon-button data-copied:text-accent"
      data-command={command}
      data-copied={copied || undefined}
      onClick={copy}
      title={copied ? 'Copied' : `Copy ${what}`}
    >
      <Icon aria-hidden size={14} />
    </Press>
  )
}

/** Over plain http beyond this machine browsers have no clipboard; a selected field still copies. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}
