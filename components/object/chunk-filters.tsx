'use client'

import type { ComponentProps } from 'react'
import { whereShown } from '../ui/on-demand.tsx'
import type { ChunkFilterBar as Shown } from './chunk-filter-bar.tsx'

const ChunkFilterBar = whereShown(() => import('./chunk-filter-bar.tsx').then((module) => module.ChunkFilterBar))

/** Filters of an object's chunks. Most objects have but one chunk and need none, so neither is their script loaded. */
export function ChunkFilters(props: ComponentProps<typeof Shown>) {
  return <ChunkFilterBar {...props} />
}
