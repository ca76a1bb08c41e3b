'use client'

import { Rows3, Rows4 } from 'lucide-react'
import { ToolButton } from '../ui/tool-button.tsx'
import { useLook } from './look.tsx'

/** Rows of 36 pixels, or of 28. */
export function DensitySwitch() {
  const { density, turnDensity } = useLook()
  const compact = density === 'compact'
  return (
    <ToolButton
      data-command="Change the height of rows"
      data-folds
      Icon={compact ? Rows4 : Rows3}
      label={compact ? 'Rows: compact' : 'Rows: comfortable'}
      onClick={turnDensity}
    />
  )
}
