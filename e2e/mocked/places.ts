import { request } from 'node:http'
import { expect, type Locator, type Page } from '@playwright/test'
import { bearer, downloadPath, send } from '../http.ts'
import type { ThawServer } from '../thaw.ts'

/** A page in one of its states, and what shows that it has arrived there. */
export interface Place {
  name: string
  /** With `{own}` in the place of the job or vault that is made for one visit. */
  path: string
  /** A scenario or vault whose state is to be that of one visit alone; its gate opens when one leaves. */
  own?: string
  /** What has to have happened on the server before. */
  before?(thaw: ThawServer, own: string): Promise<unknown>
  /** Puts right what `before` changed for others as well. */
  after?(thaw: ThawServer): Promise<unknown>
  /** Shown while something is still on its way; else one waits until nothing is. */
  loading?: true
  /** Ends there, with what shows it: on a phone it may lie below what is seen first. */
  arrived(page: Page): Promise<Locator>
}

const seen = (find: (page: Page) => Locator) => async (page: Page) => {
  const found = find(page).first()
  await expect(found).toBeVisible()
  return found
}

const text = (words: string | RegExp) => seen((page) => page.getByText(words))
/** What lies below what is seen first is brought into the picture. */
const below =
  (words: string): Place['arrived'] =>
  async (page) => {
    const found = await text(words)(page)
    await found.scrollIntoViewIfNeeded()
    return found
  }
const link = (name: string) => seen((page) => page.getByRole('link', { name, exact: true }))
const heading = (name: string) => seen((page) => page.getByRole('heading', { name, exact: true }))
const tab = (name: string) => seen((page) => page.getByRole('tab', { name, exact: true }))
const choice = seen((page) => page.getByRole('combobox', { name: 'Backup' }))

const loading = (name: string) => async (page: Page) => {
  const table = page.getByRole('table', { name, exact: true })
  await expect(table).toHaveAttribute('aria-busy', 'true')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible() // which is on its way apart from the table
  return table
}

const opened = (key: string, name: string) => async (page: Page) => {
  const dialog = page.getByRole('dialog', { name })
  await page.keyboard.press(key)
  await expect(dialog).toBeVisible()
  return dialog
}

const pressed =
  (role: 'button' | 'link', name: string | RegExp, arrived: Place['arrived']): Place['arrived'] =>
  async (page) => {
    await page.getByRole(role, { name }).first().click()
    return arrived(page)
  }

/** With what the page offers in it. */
const palette: Place['arrived'] = async (page) => {
  await expect(page.getByRole('button', { name: 'Download all' })).toBeVisible()
  return opened('Control+k', 'Go to or do')(page)
}

/** What the details of a job in the table ask before it is stopped or deleted. */
const asked = (row: number, verb: string) => pressedInRow(row, pressed('button', verb, text('This cannot be undone.')))

function pressedInRow(row: number, arrived: Place['arrived']): Place['arrived'] {
  return async (page) => {
    const rows = page.getByRole('table', { name: 'Jobs', exact: true }).locator('tr[aria-rowindex]')
    await rows
      .nth(row)
      .getByRole('button', { name: /^Details/ })
      .click()
    await expect(page.getByRole('dialog')).toBeVisible()
    return arrived(page)
  }
}

const selected: Place['arrived'] = async (page) => {
  for (const name of ['disk.img', 'documents/']) await page.getByRole('checkbox', { name: `Select ${name}` }).check()
  return text('Download 2 items')(page)
}

/** An archive that breaks off, with its dialog shut by then. */
const brokenArchive: Place['arrived'] = async (page) => {
  await page.getByRole('button', { name: 'Download all' }).click()
  await page
    .getByRole('dialog')
    .getByRole('link', { name: /^Download/ })
    .click()
  const told = page.getByRole('button', { name: 'Download the intact part' })
  await expect(told).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  return told
}

/** A download that breaks off at a damaged chunk: what is known of the job from then on. */
const brokenDownload = (thaw: ThawServer) =>
  send(thaw.url + downloadPath('corrupt-chunk', 'readme.txt'), { headers: bearer })

/** A download that has begun and waits for its third chunk. */
async function begunDownload(thaw: ThawServer, own: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const asked = request(
    thaw.url + downloadPath(own, 'data/first.bin'),
    { headers: bearer, agent: false },
    (response) => {
      response.on('error', () => {}).resume()
      resolve()
    },
  )
  asked.once('error', reject).end()
  await promise
}

/** The pages a person sees, each with data and in the states it can be in. */
export const places: Place[] = [
  { name: 'jobs', path: '/jobs', arrived: text('jobs so far') },
  { name: 'jobs-filtered', path: '/jobs?state=FAILED&vault=Default', arrived: text(/\d+ jobs$/) },
  { name: 'jobs-text', path: '/jobs?text=wiki', arrived: text('is looked for in the jobs read so far') },
  {
    name: 'jobs-resource',
    path: '/jobs?resource=arn:aws:thaw::000000000000:resource/ada:/home',
    arrived: text('The newest 100 jobs'),
  },
  { name: 'jobs-none-match', path: '/jobs?state=CREATED', arrived: text('No job matches these filters') },
  { name: 'jobs-denied', path: '/jobs?vault=Denied', arrived: text('may not do this') },
  { name: 'jobs-loading', path: '/jobs?vault={own}', own: 'Held', loading: true, arrived: loading('Jobs') },
  {
    name: 'jobs-damaged',
    path: '/jobs?resource=arn:aws:thaw::000000000000:resource/scenario:corrupt-chunk',
    before: brokenDownload,
    arrived: text('Damaged'),
  },
  { name: 'job-details', path: '/jobs?vault={own}', own: 'Own', arrived: pressedInRow(2, text('Recovery point')) },
  { name: 'job-stop', path: '/jobs?vault={own}', own: 'Own', arrived: asked(0, 'Stop') },
  { name: 'job-delete', path: '/jobs?vault={own}', own: 'Own', arrived: asked(2, 'Delete') },
  {
    name: 'job-commit',
    path: '/jobs?vault={own}',
    own: 'Own.foreign',
    arrived: pressedInRow(0, pressed('button', 'Commit', text('Abandon open uploads'))),
  },
  {
    name: 'job-ended',
    path: '/jobs/nightly-own-failed.{own}',
    own: 'ended',
    arrived: text('It left no backup'),
  },
  {
    name: 'object-of-ended-job',
    path: '/jobs/nightly-own-failed.{own}/object?name=etc/hosts',
    own: 'ended',
    arrived: text('It left no backup'),
  },
  { name: 'jobs-shrunk', path: '/jobs?vault={own}', own: 'Own.shrunk', arrived: text('Needs a look') },
  {
    name: 'job-shrunk',
    path: '/jobs/nightly-own-newest.{own}',
    own: 'shrunk',
    arrived: text('Look at it before you rely on this backup'),
  },
  {
    name: 'job-shrunk-details',
    path: '/jobs/nightly-own-newest.{own}',
    own: 'shrunk',
    arrived: pressed('button', /^Details of own/, text('node_modules/')),
  },
  {
    name: 'job-confirm',
    path: '/jobs/nightly-own-newest.{own}',
    own: 'shrunk',
    arrived: pressed('button', 'Confirm this backup', text('This cannot be undone.')),
  },
  {
    name: 'job-foreign',
    path: '/jobs/nightly-own-running.{own}',
    own: 'foreign',
    arrived: seen((page) => page.getByRole('button', { name: 'Commit', exact: true })),
  },
  {
    name: 'read-only',
    path: '/jobs/thousand',
    before: (thaw) => thaw.mocks.shut('store'),
    after: (thaw) => thaw.mocks.open('store'),
    arrived: text('takes no writes'),
  },
  {
    name: 'object-download-broken',
    path: '/jobs/{own}/object?name=readme.txt',
    own: 'corrupt-chunk',
    arrived: pressed('link', /^Download$/, text('broke off')),
  },
  {
    name: 'objects-download-broken',
    path: '/jobs/{own}',
    own: 'corrupt-chunk',
    arrived: brokenArchive,
  },
  { name: 'jobs-down', path: '/jobs?vault={own}', own: 'Unavailable', arrived: text('cannot answer right now') },
  { name: 'objects-folders', path: '/jobs/thousand', arrived: link('disk.img') },
  { name: 'objects-folder', path: '/jobs/thousand?folder=photos/2025/', arrived: link('IMG_0001.jpg') },
  { name: 'objects-flat', path: '/jobs/million?view=flat', arrived: link('data/000/001.bin') },
  { name: 'objects-filtered', path: '/jobs/thousand?view=flat&prefix=music/', arrived: text('60 objects') },
  { name: 'objects-hostile', path: '/jobs/hostile-names?view=flat', arrived: link('%') },
  { name: 'objects-empty', path: '/jobs/empty', arrived: text('This job has no objects') },
  { name: 'objects-running', path: '/jobs/nightly-running', arrived: link('etc/') },
  { name: 'objects-denied', path: '/jobs/denied', arrived: text('may not do this') },
  { name: 'objects-selected', path: '/jobs/thousand', arrived: selected },
  {
    name: 'objects-archive',
    path: '/jobs/samples',
    arrived: pressed('button', 'Download all', text(/, exact$/)),
  },
  {
    name: 'objects-archive-names',
    path: '/jobs/hostile-names',
    arrived: pressed('button', 'Download all', text('Keep names that only Windows cannot hold')),
  },
  {
    name: 'objects-verifying',
    path: '/jobs/{own}',
    own: 'held-download',
    arrived: pressed('button', 'Verify all', text('The whole job')),
  },
  {
    name: 'objects-verified',
    path: '/jobs/{own}',
    own: 'slow-stream',
    arrived: pressed('button', 'Verify all', text('The whole job')),
  },
  {
    name: 'objects-findings',
    path: '/jobs/{own}',
    own: 'corrupt-chunk',
    arrived: pressed('button', 'Verify all', text('Damage found')),
  },
  {
    name: 'objects-damaged',
    path: '/jobs/corrupt-chunk',
    before: brokenDownload,
    arrived: text('known to be damaged'),
  },
  {
    name: 'objects-damaged-flat',
    path: '/jobs/corrupt-chunk?view=flat',
    before: brokenDownload,
    arrived: text('Damaged'),
  },
  {
    name: 'damage-map',
    path: '/jobs/corrupt-chunk',
    before: brokenDownload,
    arrived: pressed('link', 'Damage map', text('Damage map of a chunk')),
  },
  { name: 'objects-loading', path: '/jobs/{own}?view=flat', own: 'held', loading: true, arrived: loading('Objects') },
  {
    name: 'objects-panel-loading',
    path: '/jobs/{own}?open=disk.img',
    own: 'held',
    loading: true,
    arrived: loading('Objects'),
  },
  { name: 'objects-down', path: '/jobs/{own}?view=flat', own: 'unavailable', arrived: text('cannot answer right now') },
  {
    name: 'objects-throttled',
    path: '/jobs/{own}?view=flat',
    own: 'throttled-always',
    arrived: text('asks to slow down'),
  },
  {
    name: 'objects-no-key',
    path: '/jobs/{own}',
    own: 'KMSInvalidKeyUsageException',
    arrived: text('key that encrypts this backup cannot be used'),
  },
  { name: 'objects-unknown-job', path: '/jobs/no-such-job', arrived: text('does not know this') },
  { name: 'objects-panel', path: '/jobs/thousand?open=disk.img', arrived: text('8,388,625 bytes') },
  {
    name: 'objects-panel-folder',
    path: '/jobs/thousand?folder=photos/&open=photos/2025/',
    arrived: text('The first 12.'),
  },
  {
    name: 'objects-panel-folder-missing',
    path: '/jobs/nightly-0600?open=retired/',
    arrived: text('Last seen in'),
  },
  { name: 'objects-panel-missing', path: '/jobs/nightly-0600?open=gone.txt', arrived: text('None of the 12 backups') },
  {
    name: 'objects-panel-denied',
    path: '/jobs/denied?open=disk.img',
    arrived: seen((page) => page.getByLabel('Details of disk.img').getByText('may not do this')),
  },
  { name: 'objects-not-here', path: '/jobs/nightly-0600?folder=retired/', arrived: text('Last seen in') },
  { name: 'object-choice', path: '/jobs/nightly-0584/object?name=retired/plan.txt', arrived: choice },
  { name: 'object-not-here', path: '/jobs/nightly-0600/object?name=retired/plan.txt', arrived: text('Last seen in') },
  { name: 'object', path: '/jobs/thousand/object?name=disk.img', arrived: text('9 chunks') },
  {
    name: 'object-chunks-down',
    path: '/jobs/{own}/object?name=disk.img',
    own: 'ServiceUnavailableException.ListChunks',
    arrived: text('cannot answer right now'),
  },
  {
    name: 'object-blob-denied',
    path: '/jobs/{own}/object?name=disk.img',
    own: 'AccessDeniedException.GetObjectMetadata',
    arrived: text('may not do this'),
  },
  { name: 'object-many-chunks', path: '/jobs/large/object?name=many-chunks.bin', arrived: text('chunks so far') },
  {
    name: 'object-chunks-filtered',
    path: '/jobs/large/object?name=many-chunks.bin&state=shared&from=500',
    arrived: below('501 KiB'),
  },
  {
    name: 'object-chunks-none',
    path: '/jobs/large/object?name=many-chunks.bin&sha256=ffffffffffff',
    arrived: below('No chunk matches'),
  },
  {
    name: 'object-chunk-uses',
    path: '/jobs/large/object?name=many-chunks.bin&from=990',
    arrived: pressed('button', 'What else has chunk 993', text('does not tell what has it')),
  },
  { name: 'object-empty', path: '/jobs/large/object?name=empty.bin', arrived: text('No chunks') },
  { name: 'object-blob', path: '/jobs/foreign-metadata/object?name=json.dat', arrived: text('Verified') },
  { name: 'object-blob-hex', path: '/jobs/foreign-metadata/object?name=binary.dat', arrived: text('00000000') },
  { name: 'preview-text', path: '/jobs/samples/object?name=short.txt', arrived: text('The first line') },
  {
    name: 'preview-gzip',
    path: '/jobs/samples/object?name=log.gz',
    arrived: text('Unpacked here'),
  },
  {
    name: 'preview-guessed-encoding',
    path: '/jobs/samples/object?name=latin.txt',
    arrived: text('The encoding is a guess'),
  },
  { name: 'preview-json', path: '/jobs/samples/object?name=order.json', arrived: tab('JSON') },
  {
    name: 'preview-json-beginning',
    path: '/jobs/samples/object?name=records.json',
    arrived: text('elements so far'),
  },
  { name: 'preview-zip', path: '/jobs/samples/object?name=archive.zip', arrived: text('Entries 1 to 5 of 5') },
  { name: 'preview-many', path: '/jobs/samples/object?name=many.zip', arrived: text('Entries 1 to 200 of 500') },
  { name: 'preview-tar-gz', path: '/jobs/samples/object?name=archive.tar.gz', arrived: text('Entries 1 to 6 of 6') },
  { name: 'preview-sqlite', path: '/jobs/samples/object?name=data.sqlite', arrived: text('orders_by_customer') },
  { name: 'preview-picture', path: '/jobs/samples/object?name=picture.png', arrived: text('320 × 200 pixels') },
  { name: 'preview-large-picture', path: '/jobs/samples/object?name=huge.png', arrived: text('Show anyway') },
  { name: 'preview-sound', path: '/jobs/samples/object?name=tone.wav', arrived: tab('Sound') },
  { name: 'preview-video', path: '/jobs/samples/object?name=clip.webm', arrived: tab('Video') },
  {
    name: 'preview-hex',
    path: '/jobs/samples/object?name=five-gib.bin&view=hex&at=4294967296',
    arrived: text('Offset 4,294,967,296: 0x6f'),
  },
  {
    name: 'preview-damaged',
    path: '/jobs/damaged-samples/object?name=notes.txt&view=hex&at=131060',
    arrived: text('nothing is shown of the 65,536 bytes'),
  },
  { name: 'object-missing', path: '/jobs/thousand/object?name=gone.txt', arrived: text('gone.txt is not in this job') },
  { name: 'restores', path: '/restores', before: brokenDownload, arrived: text('Chunk 2 of readme.txt') },
  {
    name: 'restore',
    path: '/restores',
    before: brokenDownload,
    arrived: pressed('link', 'readme.txt', heading('readme.txt')),
  },
  {
    name: 'restore-running',
    path: '/restores?job={own}',
    own: 'held-download',
    before: begunDownload,
    arrived: pressed('link', 'data/first.bin', text('Running')),
  },
  {
    name: 'restore-verified',
    path: '/restores?job={own}',
    own: 'thousand',
    before: (thaw, own) => send(thaw.url + downloadPath(own, 'report-01.txt'), { headers: bearer }),
    arrived: pressed('link', 'report-01.txt', text('Verified')),
  },
  { name: 'restores-none-match', path: '/restores?job=none', arrived: text('Nothing matches these filters') },
  { name: 'damage', path: '/damage', before: brokenDownload, arrived: link('readme.txt') },
  { name: 'damage-no-checksum', path: '/damage?chunk=garbage', arrived: text('This is no SHA-256') },
  {
    name: 'object-damaged',
    path: '/jobs/corrupt-chunk/object?name=readme.txt',
    before: brokenDownload,
    arrived: text('and breaks off there'),
  },
  { name: 'palette', path: '/jobs/thousand', arrived: palette },
  { name: 'help', path: '/jobs', arrived: opened('?', 'Keys and words') },
  { name: 'not-found', path: '/nowhere', arrived: seen((page) => page.getByRole('heading')) },
]
