'use client'

import { createContext, use } from 'react'

const Place = createContext('')

/** What command lines shown below end with, so that they reach the service this page is of: '' or ' --data-dir …'. */
export const PlaceProvider = Place.Provider

export function usePlace(): string {
  return use(Place)
}
