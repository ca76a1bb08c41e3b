import { PageMessage } from '#components/frame/page-message.tsx'
import { AppLink } from '#components/ui/app-link.tsx'

export default function NotFoundPage() {
  return (
    <PageMessage
      name="Not found"
      text="The address leads nowhere in this dashboard. Jobs, folders and objects begin at the list of jobs."
      title="There is no such page"
    >
      <AppLink className="text-accent underline underline-offset-3" href="/jobs">
        All jobs
      </AppLink>
    </PageMessage>
  )
}
