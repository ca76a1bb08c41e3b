'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { TimesProvider } from '../time/times.tsx'
import { PlaceProvider } from '../ui/place.tsx'
import type { Density, Theme, TimeStyle } from '../ui/preferences.ts'
import { LookProvider } from './look.tsx'

interface Props {
  theme: Theme
  density: Density
  times: TimeStyle
  now: number
  /** What commands end with to reach this service. */
  place: string
  children: ReactNode
}

export function Providers({ theme, density, times, now, place, children }: Props) {
  const [client] = useState(
    () =>
      new QueryClient({
        // What is read does not change under the reader; "offline" is no obstacle on the way to one's own machine.
        defaultOptions: { queries: { refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always' } },
      }),
  )
  return (
    <QueryClientProvider client={client}>
      <LookProvider density={density} theme={theme}>
        <TimesProvider initial={times} now={now}>
          <PlaceProvider value={place}>{children}</PlaceProvider>
        </TimesProvider>
      </LookProvider>
    </QueryClientProvider>
  )
}
