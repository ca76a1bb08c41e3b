import { describe, expect, it } from 'vitest'
import { jobCommand, jobInView, places, typed } from './addresses.ts'
import { type Command, grouped, matching } from './command.ts'

/** Where a text leads to: what is said and the address. */
function led(text: string, jobId?: string): [string, string][] {
  const visited: string[] = []
  return typed(text, jobId, (href) => visited.push(href)).map((command) => {
    command.run()
    return [command.label, visited.at(-1) ?? '']
  })
}

const said = (commands: Command[]) => commands.map(({ label }) => label)

describe('the palette', () => {
  it('takes a text for a name in the job in view, and for the id of a job', () => {
    expect(led('photos/2025', 'job 1')).toEqual([
      ['Folder photos/2025/', '/jobs/job%201?folder=photos/2025/'],
      ['Object photos/2025', '/jobs/job%201/object?name=photos/2025'],
      ['Job photos/2025', '/jobs/photos%2F2025'],
    ])
    expect(led('photos/', 'j').map(([label]) => label)).toEqual(['Folder photos/', 'Job photos/'])
    expect(led(' nightly-0600 ')).toEqual([['Job nightly-0600', '/jobs/nightly-0600']])
    expect(led('  ', 'j')).toEqual([])
    expect(led('two words')).toEqual([])
  })

  it('takes a checksum for a chunk', () => {
    const checksum = `${'A'.repeat(43)}=`
    expect(led(checksum)).toEqual([[`Damage map of ${checksum}`, `/damage?chunk=${checksum}`]])
  })

  it('writes hostile names into addresses that lead back to them', () => {
    for (const name of ['a?b#c&d', '%', '..', '"><img>', '__proto__', 'ünï', '\\']) {
      const [, object] = led(name, name)
      const url = new URL(object?.[1] ?? '', 'http://own.test')
      expect(url.searchParams.get('name')).toBe(name)
      expect(jobInView(url.pathname)).toBe(name === '..' ? undefined : name)
    }
  })

  it('shows what contains every word, in the order of the groups', () => {
    const all = places(() => {})
    expect(said(matching(all, ''))).toEqual(['Jobs', 'Damage', 'Restores'])
    expect(said(matching(all, 'go RESTO'))).toEqual(['Restores'])
    expect(matching(all, 'jobs nowhere')).toEqual([])
    const mail = { id: 'j', resource: 'mail', created: 0 }
    const job = jobCommand({ ...mail, state: 'FAILED', verdict: 'failed' }, 3_600_000, () => {})
    expect(job).toMatchObject({ label: 'mail', hint: '1 hour ago, failed' })
    const damaged = jobCommand({ ...mail, state: 'COMPLETED', verdict: 'damaged' }, 3_600_000, () => {})
    expect(damaged).toMatchObject({ hint: '1 hour ago, damaged' })
    expect(grouped([...all, job, ...all]).map(({ value, items }) => [value, items.length])).toEqual([
      ['Go to', 6],
      ['Go to a job', 1],
    ])
  })
})
