'use client'

import { CalendarClock, Clock } from 'lucide-react'
import { useTimes } from '../time/times.tsx'
import { ToolButton } from '../ui/tool-button.tsx'

/** Tells times as a distance from now, or as dates. */
export function TimesSwitch() {
  const { style, setStyle } = useTimes()
  const relative = style === 'relative'
  return (
    <ToolButton
      data-command="Change how times are told"
      data-folds
      Icon={relative ? Clock : CalendarClock}
      label={relative ? 'Times: relative' : 'Times: dates'}
      onClick={() => setStyle(relative ? 'absolute' : 'relative')}
    />
  )
}
