import { checksumFilter, chunkStart } from '#lib/browse/chunk-filters.ts'
import { type ChunkParams, objectHref } from '#lib/search-params/object.ts'
import { visible } from '../format/text.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Empty } from '../ui/empty.tsx'

interface Props {
  jobId: string
  name: string
  params: ChunkParams
  /** The endpoint does not tell what the filter by state asks for. */
  isUntold: boolean
}

/** Why no chunk is shown. */
export function NoChunks({ jobId, name, params, isUntold }: Props) {
  const { state, from, sha256 } = params
  if (!state && !from && !sha256)
    return <Empty title="No chunks">The object is empty: its checksum is that of nothing.</Empty>
  return (
    <Empty title={title(params, isUntold)}>
      <p>
        {why(params, isUntold)} <AppLink href={objectHref(jobId, { name })}>Clear the filters</AppLink>
      </p>
    </Empty>
  )
}

const isPlace = ({ from }: ChunkParams) => !from || chunkStart(from) !== undefined
const isChecksum = ({ sha256 }: ChunkParams) => !sha256 || checksumFilter(sha256) !== undefined

function title(params: ChunkParams, isUntold: boolean): string {
  if (!isPlace(params)) return `“${visible(params.from)}” is no place in the object`
  if (!isChecksum(params)) return `No SHA-256 begins with “${visible(params.sha256)}”`
  if (isUntold) return 'This endpoint does not tell which chunks are shared'
  return 'No chunk matches'
}

function why(params: ChunkParams, isUntold: boolean): string {
  if (!isPlace(params)) return 'Write an index such as 1200, or a byte such as 5 MiB, 512 B or 0x1000.'
  if (!isChecksum(params)) return 'It is written in hexadecimal, 64 digits, or in base64, 44 characters.'
  if (isUntold) return 'The other filters work.'
  if (params.state === 'verified') return 'Verify the object to have every chunk read and compared with its SHA-256.'
  return 'Every chunk was looked at.'
}
