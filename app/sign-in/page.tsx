import type { Route } from 'next'
import { redirect } from 'next/navigation'
import { currentSession } from '#app/session.ts'
import { Mark } from '#components/frame/mark.tsx'
import { Command } from '#components/ui/command.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { safeNextPath } from '#lib/session/next-path.ts'
import { signIn } from './actions.ts'
import styles from './page.module.css'

const problems: Record<string, string> = {
  code: 'That link has expired or was already used. Each works once, within ten minutes.',
  guesses: 'Too many wrong codes. Wait a minute, then try again.',
  origin: 'The form was sent from somewhere else. Open the link again and use the button on this page.',
}

type Search = Record<string, string | string[] | undefined>

/** The one page without a session. Opening it changes nothing; the button uses the code up. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  const next = safeNextPath(single(search.next))
  if (await currentSession()) redirect(next as Route)
  const code = single(search.code)
  const problem = problems[single(search.problem) ?? '']
  const signedOut = single(search.problem) === 'signed-out'
  return (
    <main className={styles.page}>
      <PageTitle>Sign in</PageTitle>
      <form action={signIn} className={styles.card}>
        <p className={styles.mark}>
          <Mark />
          Thaw
        </p>
        <h1 className={styles.title}>{signedOut ? 'You are signed out' : 'Sign in'}</h1>
        {problem && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        <input type="hidden" name="next" value={next} />
        {code ? (
          <>
            <p className={styles.lead}>This link signs this browser in, for 12 hours without use and a week at most.</p>
            <input type="hidden" name="code" value={code} />
            <button className={styles.button} type="submit">
              Sign in to Thaw
            </button>
          </>
        ) : (
          <>
            <p className={styles.lead}>
              Open the link that <code className={styles.code}>thaw serve</code> printed. For another one, run this on
              the machine Thaw runs on:
            </p>
            <Command line="bin/thaw sign-in" />
            <label className={styles.label} htmlFor="code">
              Or paste the code from the link
            </label>
            <input
              autoComplete="one-time-code"
              className={styles.field}
              id="code"
              name="code"
              required
              spellCheck={false}
              type="text"
            />
            <button className={styles.button} type="submit">
              Sign in
            </button>
          </>
        )}
      </form>
    </main>
  )
}

function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
