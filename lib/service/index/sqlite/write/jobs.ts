import type { Database } from 'better-sqlite3'
import { type AbortCause, type JobRecord, LEASE_MS, type NewJob } from '../../../index-store.ts'
import { type JobRow, toJob } from '../rows.ts'
import { createStartRule } from '../start-rule.ts'
import { prepare } from '../statements.ts'
import type { JobStateWrites } from './job-state.ts'
import { refuse } from './refuse.ts'
import type { UploadWrites } from './uploads.ts'
import type { VersionWrites } from './versions.ts'

interface JobWrite {
  jobId: string
  now: number
}

/** Jobs come, end and go. */
export function createJobWrites(
  db: Database,
  { jobs, versions, uploads }: { jobs: JobStateWrites; versions: VersionWrites; uploads: UploadWrites },
) {
  const startOf = createStartRule(db)
  const addTimeline = prepare<{ vault: string; arn: string; type: string }, never>(db, (q, p) =>
    q
      .insertInto('timeline')
      .values({ vault: p.vault, resource_arn: p.arn, resource_type: p.type, last_number: 0 })
      .onConflict((conflict) => conflict.columns(['vault', 'resource_arn']).doNothing()),
  )
  const timelineOf = prepare<{ vault: string; arn: string }, { id: number; last_number: number }>(db, (q, p) =>
    q
      .selectFrom('timeline')
      .select(['id', 'last_number'])
      .where('vault', '=', p.vault)
      .where('resource_arn', '=', p.arn),
  )
  const advance = prepare<{ timeline: number; number: number }, never>(db, (q, p) =>
    q.updateTable('timeline').set({ last_number: p.number }).where('id', '=', p.timeline),
  )
  const previous = prepare<
    { timeline: number; number: number },
    { number: number; object_count: number; byte_count: number }
  >(db, (q, p) =>
    q
      .selectFrom('job')
      .select(['number', 'object_count', 'byte_count'])
      .where('timeline', '=', p.timeline)
      .where('number', '<', p.number)
      .where('state', '=', 'COMPLETED')
      .orderBy('number', 'desc')
      .limit(1),
  )
  const next = prepare<{ timeline: number; number: number }, { number: number }>(db, (q, p) =>
    q
      .selectFrom('job')
      .select('number')
      .where('timeline', '=', p.timeline)
      .where('number', '>', p.number)
      .where('state', '<>', 'ABORTED')
      .orderBy('number')
      .limit(1),
  )
  const insert = prepare<
    {
      id: string
      timeline: number
      number: number
      role: string
      token: string | null
      now: number
      lease: number
      objects: number
      bytes: number
      resumable: number
    },
    never
  >(db, (q, p) =>
    q.insertInto('job').values({
      id: p.id,
      timeline: p.timeline,
      number: p.number,
      state: 'RUNNING',
      status_message: null,
      role_arn: p.role,
      token: p.token,
      created_at: p.now,
      ended_at: null,
      lease_until: p.lease,
      object_count: p.objects,
      byte_count: p.bytes,
      new_byte_count: 0,
      abort_cause: null,
      resumable: p.resumable,
      warning: null,
      warning_confirmed_at: null,
      details: null,
    }),
  )
  const complete = prepare<{ seq: number; warning: string | null; details: string | null; now: number }, never>(
    db,
    (q, p) =>
      q
        .updateTable('job')
        .set({ state: 'COMPLETED', warning: p.warning, details: p.details, ended_at: p.now })
        .where('seq', '=', p.seq),
  )
  const undo = prepare<{ seq: number; cause: AbortCause; message: string; now: number }, never>(db, (q, p) =>
    q
      .updateTable('job')
      .set({ state: 'ABORTED', abort_cause: p.cause, status_message: p.message, ended_at: p.now })
      .where('seq', '=', p.seq),
  )
  const confirm = prepare<{ seq: number; now: number }, never>(db, (q, p) =>
    q
      .updateTable('job')
      .set({ warning_confirmed_at: p.now })
      .where('seq', '=', p.seq)
      .where('warning', 'is not', null)
      .where('warning_confirmed_at', 'is', null),
  )
  const remove = prepare<{ seq: number }, never>(db, (q, p) => q.deleteFrom('job').where('seq', '=', p.seq))
  const remember = prepare<{ id: string; timeline: number; number: number }, never>(db, (q, p) =>
    q.insertInto('deleted_job').values({ id: p.id, timeline: p.timeline, number: p.number }),
  )

  /** A running job is always its timeline's head, so undoing it is the head rule. */
  function abort(job: JobRow, cause: AbortCause, reason: string, now: number): void {
    uploads.dropAll(job, now)
    versions.rewind({ timeline: job.timeline, number: previous.get(job)?.number ?? 0 }, now)
    undo.run({ seq: job.seq, cause, message: reason, now })
  }

  return {
    createJob(input: NewJob): { ok: true; job: JobRecord; created: boolean; aborted?: string } {
      const { jobId, vault, resourceArn: arn, now } = input
      const start = startOf(input)
      if (start.kind === 'refused') return refuse(start.refusal)
      if (start.kind === 'same') {
        const job = jobs.known(start.jobId)
        if (job.state === 'RUNNING') jobs.wrote(job, now)
        return { ok: true, job: toJob(jobs.known(start.jobId)), created: false }
      }
      addTimeline.run({ vault, arn, type: input.resourceType })
      const timeline = timelineOf.get({ vault, arn })!
      const { undone } = start
      if (undone) {
        const reason = undone.lapsed
          ? `No write for ${LEASE_MS / 60_000} minutes; job ${jobId} took its place`
          : `Taken over by job ${jobId}`
        abort(jobs.known(undone.jobId), undone.lapsed ? 'lapsed' : 'taken-over', reason, now)
      }
      const number = timeline.last_number + 1
      advance.run({ timeline: timeline.id, number })
      const base = previous.get({ timeline: timeline.id, number })
      insert.run({
        id: jobId,
        timeline: timeline.id,
        number,
        role: input.roleArn,
        token: input.token ?? null,
        now,
        lease: now + LEASE_MS,
        objects: base?.object_count ?? 0,
        bytes: base?.byte_count ?? 0,
        resumable: input.resumable ? 1 : 0,
      })
      return { ok: true, job: toJob(jobs.known(jobId)), created: true, aborted: undone?.jobId }
    },

    commitJob({
      jobId,
      abandon,
      warning,
      details,
      now,
    }: JobWrite & { abandon: boolean; warning?: string; details?: string }): { ok: true } {
      const job = jobs.known(jobId)
      if (job.state === 'COMPLETED') return { ok: true }
      if (job.state !== 'RUNNING') refuse({ reason: 'job-ended', state: job.state })
      const open = uploads.open(job)
      if (open.count > 0 && !abandon) refuse({ reason: 'uploads-open', count: open.count, name: open.name ?? '' })
      uploads.dropAll(job, now)
      complete.run({ seq: job.seq, warning: warning ?? null, details: details ?? null, now })
      return { ok: true }
    },

    confirmJob({ jobId, now }: JobWrite): { ok: true } {
      const job = jobs.known(jobId)
      if (job.state !== 'COMPLETED') refuse({ reason: 'job-ended', state: job.state })
      confirm.run({ seq: job.seq, now })
      return { ok: true }
    },

    abortJob({ jobId, cause, reason, now }: JobWrite & { cause: AbortCause; reason: string }): { ok: true } {
      const job = jobs.known(jobId)
      if (job.state === 'COMPLETED') refuse({ reason: 'job-ended', state: job.state })
      if (job.state === 'RUNNING') abort(job, cause, reason, now)
      return { ok: true }
    },

    deleteJob({ jobId, reason, now }: JobWrite & { reason: string }): { ok: true } {
      const job = jobs.known(jobId)
      if (job.state === 'ABORTED') refuse({ reason: 'job-ended', state: job.state })
      if (job.state === 'RUNNING') {
        abort(job, 'deleted', reason, now)
        return { ok: true }
      }
      const { timeline, number } = job
      const before = previous.get({ timeline, number })?.number ?? 0
      const after = next.get({ timeline, number })?.number
      if (after === undefined) versions.rewind({ timeline, number: before }, now)
      else versions.freeBetween(timeline, before, after, now)
      remove.run({ seq: job.seq })
      remember.run({ id: job.id, timeline, number })
      return { ok: true }
    },
  }
}
