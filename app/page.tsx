import type { Route } from 'next'
import { redirect } from 'next/navigation'
import { requireSession } from './session.ts'

export default async function HomePage() {
  await requireSession()
  redirect('/jobs' as Route)
}
