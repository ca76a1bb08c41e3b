import { Frame } from '#app/frame.tsx'
import NotFoundPage from '#app/not-found.tsx'
import { currentSession } from '#app/session.ts'

/** Keeps the frame for those who have one. */
export default async function NowhereInFrame() {
  return (await currentSession()) ? (
    <Frame>
      <NotFoundPage />
    </Frame>
  ) : (
    <NotFoundPage />
  )
}
