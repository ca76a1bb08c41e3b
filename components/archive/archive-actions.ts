import type { ArchiveInput } from '#lib/downloads/archive/archive-form.ts'
import type { NotableEntry, PlanView } from '#lib/downloads/archive/plan-view.ts'
import type { Asked } from '../ui/answered.ts'

/** A plan as far as it has come, and the objects a person should hear of. */
export interface PlanPage {
  plan: PlanView
  notable: NotableEntry[]
  /** Where the notable go on. */
  next?: number
}

/** What is chosen when the dialog opens. */
export type InitialChoice = Pick<PlanView, 'format' | 'intact' | 'naming'>

/** What the dialog asks of the server. */
export interface ArchiveActions {
  plan: (jobId: string, asked: ArchiveInput) => Asked<PlanPage>
  look: (planId: string, from?: number) => Asked<PlanPage>
  forget: (planId: string) => Asked<object>
}
