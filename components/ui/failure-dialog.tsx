'use client'

import type { Failure } from '#lib/failure/result.ts'
import { FailurePanel } from './failure-panel.tsx'
import { Modal } from './modal.tsx'

interface Props {
  title: string
  failure: Failure
  retry: () => void
  onClose: () => void
}

/** What a button could not do; loaded only when that happens. */
export default function FailureDialog({ title, failure, retry, onClose }: Props) {
  return (
    <Modal onClose={onClose} title={title}>
      <FailurePanel failure={failure} retry={retry} />
    </Modal>
  )
}
