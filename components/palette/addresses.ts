import { damageHref } from '#lib/search-params/damage.ts'
import { objectHref } from '#lib/search-params/object.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { restoresHref } from '#lib/search-params/restores.ts'
import { formatAgo } from '../format/time.ts'
import { jobWords } from '../jobs/job-words.ts'
import type { Command } from './command.ts'
import type { FoundJob } from './found-jobs.ts'

type Go = (href: string) => void

/** The id of the job in view. */
export function jobInView(path: string): string | undefined {
  const segment = /^\/jobs\/([^/]+)/.exec(path)?.[1]
  return segment === undefined ? undefined : decodeURIComponent(segment)
}

/** The pages one can go to from everywhere. */
export function places(go: Go): Command[] {
  return [
    place('Jobs', 'What is backed up, and every job', '/jobs', go),
    place('Damage', 'All damage that is known', damageHref(), go),
    place('Restores', 'Downloads and restores, with their receipts', restoresHref(), go),
  ]
}

/** Where a typed text leads as it stands: a name in the job in view, a job's id, a chunk's checksum. */
export function typed(text: string, jobId: string | undefined, go: Go): Command[] {
  const asked = text.trim()
  if (asked === '') return []
  const folder = asked.endsWith('/') ? asked : `${asked}/`
  const commands: Command[] = []
  if (jobId !== undefined) {
    commands.push(entry(`Folder ${folder}`, 'in this job', 'Go to a name', () => go(objectsHref(jobId, { folder }))))
    if (!asked.endsWith('/'))
      commands.push(
        entry(`Object ${asked}`, 'in this job', 'Go to a name', () => go(objectHref(jobId, { name: asked }))),
      )
  }
  if (/^[A-Za-z0-9+/]{43}=$/.test(asked))
    commands.push(entry(`Damage map of ${asked}`, 'what the chunk hits', 'Go to', () => go(damageHref(asked))))
  else if (!/\s/.test(asked))
    commands.push(entry(`Job ${asked}`, 'by its id', 'Go to a job', () => go(objectsHref(asked))))
  return commands
}

/** A job that was found. */
export function jobCommand(
  { id, resource, state, abortCause, verdict, created }: FoundJob,
  now: number,
  go: Go,
): Command {
  const facts = [
    created === undefined ? '' : formatAgo(created, now),
    state && verdict ? jobWords({ state, abortCause, verdict }) : '',
  ]
  return {
    id: `job ${id}`,
    label: resource || id,
    hint: facts.filter(Boolean).join(', ') || id,
    group: 'Go to a job',
    run: () => go(objectsHref(id)),
  }
}

function place(label: string, hint: string, href: string, go: Go): Command {
  return entry(label, hint, 'Go to', () => go(href))
}

function entry(label: string, hint: string, group: string, run: () => void): Command {
  return { id: `${group} ${label}`, label, hint, group, run }
}
