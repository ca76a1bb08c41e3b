import { respond } from '#app/download/respond.ts'
import { downloads } from '#app/downloads.ts'
import { startPlan } from '#app/reads/plans.ts'
import { askedArchive, readArchiveRequest } from '#lib/downloads/archive/archive-form.ts'
import { notableEntries, planView } from '#lib/downloads/archive/plan-view.ts'
import { RefusedError } from '#lib/failure/refused-error.ts'
import { runtime } from '#lib/runtime.ts'

/** Objects named in the answer whose names change or that are left out. */
const shownNotable = 20

/**
 * Plans an archive. A form is sent on to the archive itself; a caller that asks for JSON is told of the plan. Both wait
 * until it is ready.
 */
export function POST(request: Request, { params }: { params: Promise<{ jobId: string }> }): Promise<Response> {
  return respond(request, async () => {
    const { jobId } = await params
    const asked = askedArchive(jobId, await readArchiveRequest(request))
    const { id, finished } = await startPlan(asked, request.signal)
    await finished
    const plan = await downloads().findPlan(id)
    if (plan?.state !== 'ready') throw new RefusedError(409, 'PlanFailed', plan?.failure ?? 'The plan was dropped.')
    const view = planView(plan)
    const headers = { 'cache-control': 'private, no-store', location: view.href }
    if (!request.headers.get('accept')?.includes('application/json'))
      return new Response(null, { status: 303, headers })
    const notable = await notableEntries(runtime().ledger, id, 0, shownNotable)
    return Response.json({ plan: { ...view, notable } }, { status: 201, headers })
  })
}
