import type { Route } from 'next'
import { redirect } from 'next/navigation'
import { currentSession } from '#app/session.ts'
import { Wordmark } from '#components/frame/mark.tsx'
import { Command } from '#components/ui/command.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { safeNextPath } from '#lib/session/next-path.ts'
import { signIn } from './actions.ts'

const field = 'h-9 rounded-md border border-border-strong bg-bg px-3 font-mono text-md max-sm:h-11'
const button = 'h-9 rounded-md bg-accent font-medium text-accent-fg hover:brightness-108 max-sm:h-11'

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
    <main className="grid min-h-dvh place-items-center px-4 py-6">
      <PageTitle>Sign in</PageTitle>
      <form
        action={signIn}
        className="grid w-[min(100%,400px)] gap-4 rounded-md border border-border bg-surface p-8 max-sm:p-6"
      >
        <Wordmark />
        <h1 className="text-xl leading-7">{signedOut ? 'You are signed out' : 'Sign in'}</h1>
        {problem && (
          <p className="rounded-md border border-danger bg-danger-soft px-3 py-2 text-danger" role="alert">
            {problem}
          </p>
        )}
        <input type="hidden" name="next" value={next} />
        {code ? (
          <>
            <p className="text-muted">This link signs this browser in, for 12 hours without use and a week at most.</p>
            <input type="hidden" name="code" value={code} />
            {/* biome-ignore lint/a11y/noAutofocus: it is all this page is for, so that Enter is enough */}
            <button autoFocus className={button} type="submit">
              Sign in to Thaw
            </button>
          </>
        ) : (
          <>
            <p className="text-muted">
              Open the link that <code className="text-fg">thaw serve</code> printed. For another one, run this on the
              machine Thaw runs on:
            </p>
            <Command line="bin/thaw sign-in" />
            <label className="-mb-3 text-md text-muted" htmlFor="code">
              Or paste the code from the link
            </label>
            <input
              autoComplete="one-time-code"
              className={field}
              id="code"
              name="code"
              required
              spellCheck={false}
              type="text"
            />
            <button className={button} type="submit">
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
