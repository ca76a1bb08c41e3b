import type { ReactNode } from 'react'
import { Frame } from '#app/frame.tsx'
import { requireSession } from '#app/session.ts'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  await requireSession()
  return <Frame>{children}</Frame>
}
