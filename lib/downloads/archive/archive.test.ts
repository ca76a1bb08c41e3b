import { hash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { formatThawMetadata } from '#lib/browse/metadata.ts'
import { has, run } from '#lib/restore/archive/readers.fixture.ts'
import { type FakeObject, fakeSource, noise, openDownloads, planned, wholeJob } from '../fake.testing.ts'

const mtime = 1_700_000_000_123_456_789n
const thaw = (type: 'file' | 'dir' | 'symlink', more: object = {}) =>
  formatThawMetadata({ type, size: 0, mtime, mode: type === 'dir' ? 0o750 : 0o640, ...more })

const file = (name: string, ...sizes: number[]): FakeObject => {
  const chunks = sizes.map((size, index) => noise(size, name.length * 31 + index))
  return { name, chunks, metadata: thaw('file', { sha256: hash('sha256', Buffer.concat(chunks), 'base64') }) }
}
const objects: FakeObject[] = [
  { name: 'docs/', chunks: [], metadata: thaw('dir') },
  file('docs/a.txt', 10),
  file('docs/big.bin', 200_000, 200_000, 77),
  file('docs/empty'),
  { name: 'docs/link', chunks: [], metadata: thaw('symlink', { target: 'a.txt' }) },
  { name: 'empty-folder/', chunks: [], metadata: thaw('dir') },
  { name: 'foreign', chunks: [noise(5000, 9)] },
  file('é/日本 😀.txt', 4096),
]

const get = (headers: Record<string, string> = {}) => ({
  method: 'GET' as const,
  headers: new Headers(headers),
  signal: new AbortController().signal,
})

async function archiveOf(
  { downloads }: Awaited<ReturnType<typeof openDownloads>>,
  planId: string,
  format: string,
  headers: Record<string, string> = {},
) {
  return downloads.archive({ jobId: 'job', planId, format }, get(headers), 'session')
}

async function lengthOf({ downloads }: Awaited<ReturnType<typeof openDownloads>>, planId: string, format: string) {
  const head = await downloads.archive({ jobId: 'job', planId, format }, { ...get(), method: 'HEAD' }, 'session')
  return Number(head.headers.get('x-body-length'))
}

for (const format of ['tar', 'zip'] as const)
  describe(`a ${format} of a job`, () => {
    it('has the announced length and a strong ETag, and every range of it is exact', async () => {
      await using store = await openDownloads(fakeSource(objects).source)
      const id = await planned(store.downloads, { jobId: 'job', format, selection: wholeJob })
      const response = await archiveOf(store, id, format)
      const whole = Buffer.from(await response.bytes())
      expect(response.headers.get('x-body-length')).toBe(String(whole.length))
      expect(response.headers.get('etag')).toBe(`"${format}-${id}"`)
      expect(response.headers.get('accept-ranges')).toBe('bytes')
      let seed = 7
      const random = (below: number) => {
        seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
        return seed % below
      }
      for (let round = 0; round < 200; round++) {
        const start = random(whole.length)
        const end = Math.min(start + random(round % 2 ? whole.length : 600), whole.length - 1)
        const part = await archiveOf(store, id, format, { range: `bytes=${start}-${end}` })
        expect(part.status).toBe(206)
        expect(whole.subarray(start, end + 1).equals(await part.bytes()), `${start}-${end}`).toBe(true)
      }
    })

    it('D15 has its own SHA-256 in the receipt once it was delivered whole, and from then on says it', async () => {
      await using store = await openDownloads(fakeSource(objects).source)
      const id = await planned(store.downloads, { jobId: 'job', format, selection: wholeJob })
      const receipt = async () => (await store.ledger.receipts.list({ limit: 1 }))[0]
      const continued = { range: 'bytes=100-' }
      await (await archiveOf(store, id, format, continued)).bytes()
      expect(await receipt()).toMatchObject({ state: 'verified', rangeStart: 100, sha256: null })

      const first = await archiveOf(store, id, format)
      expect(first.headers.get('repr-digest')).toBeNull()
      const sha256 = hash('sha256', await first.bytes(), 'base64')
      expect(await receipt()).toMatchObject({ state: 'verified', rangeStart: 0, sha256 })
      const rest = await archiveOf(store, id, format, continued)
      expect(rest.headers.get('repr-digest')).toBe(`sha-256=:${sha256}:`)
      await rest.bytes()
      expect(await receipt()).toMatchObject({ state: 'verified', rangeStart: 100, sha256 })
    })

    it('carries a manifest of every object and the SHA-256s that are certain', async () => {
      await using store = await openDownloads(fakeSource(objects).source)
      const id = await planned(store.downloads, { jobId: 'job', format, selection: wholeJob })
      writeFileSync(join(store.directory, `a.${format}`), await (await archiveOf(store, id, format)).bytes())
      mkdirSync(join(store.directory, 'out'))
      const extract = format === 'tar' ? 'tar -xf a.tar -C out' : 'unzip -q a.zip -d out'
      run('sh', ['-c', extract], store.directory)
      const out = (...path: string[]) => join(store.directory, 'out', ...path)
      const lines = readFileSync(out('THAW-MANIFEST.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(lines[0]).toEqual({ v: 'thaw-manifest/1', job: 'job', format })
      expect(lines.slice(1).map(({ object }) => object)).toEqual(objects.map(({ name }) => name))
      expect(lines.find(({ object }) => object === 'docs/link').skipped).toBe(
        format === 'zip' ? 'A symbolic link; a zip that every system can open holds none.' : undefined,
      )
      expect(run('sh', ['-c', 'cd out && sha256sum -c SHA256SUMS'], store.directory).trimEnd().split('\n')).toEqual([
        'docs/a.txt: OK',
        'docs/empty: OK',
        'é/日本 😀.txt: OK',
      ])
      for (const { name, chunks } of objects.filter(({ name }) => !name.endsWith('/') && !name.endsWith('link')))
        expect(Buffer.concat(chunks).equals(readFileSync(out(name))), name).toBe(true)
      expect(readdirSync(out('empty-folder'))).toEqual([])
      if (format === 'tar') {
        expect(readlinkSync(out('docs/link'))).toBe('a.txt')
        expect(statSync(out('docs')).mode & 0o777).toBe(0o750)
        expect(statSync(out('docs/a.txt'), { bigint: true }).mtimeNs).toBe(mtime)
      }
    })

    it('D20 D08 ends without an end when a chunk is damaged, and remembers where', async () => {
      const fake = fakeSource(objects)
      fake.state.faults.set('docs/big.bin#1', () => Buffer.alloc(200_000))
      await using store = await openDownloads(fake.source)
      const id = await planned(store.downloads, { jobId: 'job', format, selection: wholeJob })
      const response = await archiveOf(store, id, format)
      const received: Uint8Array[] = []
      await expect(async () => {
        for await (const piece of response.body!) received.push(piece)
      }).rejects.toMatchObject({ name: 'ChunkVerificationError', object: 'docs/big.bin', index: 1 })
      fake.state.faults.clear()
      const whole = Buffer.from(await (await archiveOf(store, id, format)).bytes())
      const got = Buffer.concat(received)
      expect(whole.subarray(0, got.length).equals(got)).toBe(true)
      expect(got.length).toBeLessThan(whole.length - 200_000)
      const [second, first] = await store.ledger.receipts.list({ limit: 9 })
      expect(first).toMatchObject({
        state: 'failed',
        failedObject: 'docs/big.bin',
        failedChunk: 1,
        failedOffset: 200_000,
      })
      expect(first!.reason).toContain('Chunk 1 (offset 200000) of "docs/big.bin" is damaged')
      expect(second).toMatchObject({ state: 'verified', sentBytes: whole.length, expectedBytes: whole.length })
    })

    it('the intact part leaves out what is known to be damaged, and lists it inside', async () => {
      const fake = fakeSource(objects)
      fake.state.faults.set('docs/a.txt#0', () => Buffer.alloc(10))
      await using store = await openDownloads(fake.source)
      const asked = { jobId: 'job', format, selection: wholeJob }
      const first = archiveOf(store, await planned(store.downloads, asked), format)
      await expect(first, 'D09 before the first byte').rejects.toMatchObject({ object: 'docs/a.txt' })

      const warned = (await store.downloads.findPlan(await planned(store.downloads, asked)))!
      expect(warned.totals).toMatchObject({ damaged: 1, skipped: format === 'zip' ? 1 : 0 })
      const id = await planned(store.downloads, { ...asked, intact: true })
      expect((await store.downloads.findPlan(id))!.totals).toMatchObject({
        damaged: 1,
        skipped: format === 'zip' ? 2 : 1,
      })
      const response = await archiveOf(store, id, format)
      expect(response.headers.get('content-disposition')).toContain(`(intact part).${format}`)
      const text = Buffer.from(await response.bytes()).toString('latin1')
      expect(text).toContain('"skipped":"Known to be damaged."')
    })

    it('lengths that no listing tells are found in the lists of chunks', async () => {
      await using told = await openDownloads(fakeSource(objects).source)
      await using untold = await openDownloads(fakeSource(objects, { tellsLength: false }).source)
      const lengths = await Promise.all(
        [told, untold].map(async (store) => {
          const id = await planned(store.downloads, { jobId: 'job', format, selection: wholeJob })
          return lengthOf(store, id, format)
        }),
      )
      expect(lengths[0]).toBe(lengths[1])
    })
  })

describe('a plan', () => {
  it('reads no data', async () => {
    const fake = fakeSource(objects)
    await using store = await openDownloads(fake.source)
    const id = await planned(store.downloads, { jobId: 'job', format: 'tar', selection: wholeJob })
    expect(fake.state.fetched).toEqual([])
    expect(fake.state.listedChunks, 'of the one object that has several').toBe(1)
    expect((await store.downloads.findPlan(id))!.totals).toEqual({
      objects: 8,
      bytes: 409_183,
      changed: 0,
      skipped: 0,
      damaged: 0,
      distinctBytes: 409_183,
      distinctAtMost: false,
    })
  })

  it('takes a selection across folders once, whatever overlaps', async () => {
    await using store = await openDownloads(fakeSource(objects).source)
    const selection = { names: ['docs/a.txt', 'foreign', 'foreign'], prefixes: ['docs/', 'docs/b'] }
    const id = await planned(store.downloads, { jobId: 'job', format: 'tar', selection })
    const names = (await store.ledger.archivePlans.from(id, 0, 99)).map(({ object }) => object)
    expect(names).toEqual(['docs/', 'docs/a.txt', 'docs/big.bin', 'docs/empty', 'docs/link', 'foreign'])
  })

  it('is seen to grow, however slowly objects are listed', async () => {
    const { source } = fakeSource(
      Array.from({ length: 60 }, (_, index): FakeObject => ({ name: `${index}`, chunks: [noise(5, index)] })),
    )
    const rest = Promise.withResolvers<void>()
    await using store = await openDownloads({
      ...source,
      async *list(...asked) {
        yield* source.list(...asked)
        await rest.promise
      },
    })
    let now = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 600))
    onTestFinished(() => clock.mockRestore())
    const { id, finished } = await store.downloads.plan({ jobId: 'job', format: 'tar', selection: wholeJob })
    await expect.poll(async () => (await store.downloads.findPlan(id))!.totals.objects).toBeGreaterThan(0)
    expect((await store.downloads.findPlan(id))!.state).toBe('planning')
    rest.resolve()
    await finished
    expect(await store.downloads.findPlan(id)).toMatchObject({ state: 'ready', totals: { objects: 60 } })
  })

  it('is refused for a running job, and fails in words where a name is not there', async () => {
    const fake = fakeSource(objects)
    await using store = await openDownloads(fake.source)
    const asked = { jobId: 'job', format: 'tar' as const, selection: { names: ['nobody'], prefixes: [] } }
    await expect(planned(store.downloads, asked)).rejects.toThrow('has no object "nobody"')
    fake.state.jobState = 'RUNNING'
    await expect(store.downloads.plan(asked)).rejects.toMatchObject({ status: 409, code: 'JobNotCompleted' })
  })

  it('is gone after a week, and when it is dropped', async () => {
    await using store = await openDownloads(fakeSource(objects).source)
    const id = await planned(store.downloads, { jobId: 'job', format: 'tar', selection: wholeJob })
    expect(await store.ledger.archivePlans.find(id, Date.now() + 6.9 * 86_400_000)).toBeDefined()
    expect(await store.ledger.archivePlans.find(id, Date.now() + 7.1 * 86_400_000)).toBeUndefined()
    await store.downloads.dropPlan(id)
    await expect(archiveOf(store, id, 'tar')).rejects.toMatchObject({ status: 410 })
  })
})

describe('a zip', () => {
  it('D23 is sent whole and says so where what stands before a part was never read', async () => {
    await using store = await openDownloads(fakeSource(objects).source)
    const id = await planned(store.downloads, { jobId: 'job', format: 'zip', selection: wholeJob })
    const length = await lengthOf(store, id, 'zip')
    const refused = await archiveOf(store, id, 'zip', { range: `bytes=${length - 5}-` })
    expect([refused.status, refused.headers.get('accept-ranges')]).toEqual([200, 'none'])
    const whole = Buffer.from(await refused.bytes())
    const given = await archiveOf(store, id, 'zip', { range: `bytes=${length - 5}-` })
    expect(given.status).toBe(206)
    expect(whole.subarray(-5).equals(await given.bytes())).toBe(true)
  })

  it('of contents that were read before has all its CRCs in front, and goes on anywhere at once', async () => {
    await using store = await openDownloads(fakeSource(objects).source)
    const asked = { jobId: 'job', format: 'zip' as const, selection: wholeJob }
    await (await archiveOf(store, await planned(store.downloads, asked), 'zip')).bytes()
    const id = await planned(store.downloads, asked)
    const part = await archiveOf(store, id, 'zip', { range: 'bytes=-30' })
    expect(part.status).toBe(206)
    expect(await part.bytes()).toHaveLength(30)
  })
})

describe('D18 names', () => {
  const hostile = [
    '../../etc/passwd',
    '/absolute',
    'C:\\windows\\x',
    'a',
    'a/x',
    'A',
    'a/./x',
    'dir/CON',
    'dir/NUL.txt',
    `${'n'.repeat(300)}.txt`,
    'café',
    'café',
    'folder/',
    'folder',
    'evil\u202etxt.exe',
    'nul\0byte',
    'THAW-MANIFEST.jsonl',
    'sha256sums',
    '..',
    'x//y',
    'x/y',
    '__proto__/constructor',
    'man/Algorithm::Diff.3pm.gz',
    'man/_Exit.2.gz',
    'man/_exit.2.gz',
    'a:b',
    'unit\\x2dname',
    '..\\up',
    ' spaces and dots. ',
  ].map((name): FakeObject => ({ name, chunks: name.endsWith('/') ? [] : [Buffer.from(`content of ${name}`)] }))
  hostile.push({ name: 'link', chunks: [], metadata: thaw('symlink', { target: '/etc' }) }, file('link/passwd', 3))

  const keptForUnix = hostile.map(({ name }) => name).filter((name) => /^man|^café|^A$|^dir|^ spaces/.test(name))

  const readers = [
    ['tar', 'tar', 'tar -xf a.tar -C out'],
    ['bsdtar', 'tar', 'bsdtar -xf a.tar -C out'],
    ['bsdtar', 'zip', 'bsdtar -xf a.zip -C out'],
    ['unzip', 'zip', 'unzip -q a.zip -d out'],
    ['7z', 'zip', '7z x -bd -oout a.zip'],
    ['python3', 'zip', `python3 -c 'import zipfile;zipfile.ZipFile("a.zip").extractall("out")'`],
  ] as const
  const cases = (['portable', 'unix'] as const).flatMap((naming) => readers.map((how) => [naming, ...how] as const))
  for (const [naming, reader, format, command] of cases)
    it.skipIf(!has(reader))(
      `D18 N01 N03 N13 (${naming}) stay apart and inside in a ${format} for ${reader}`,
      async () => {
        await using store = await openDownloads(fakeSource(hostile).source)
        const id = await planned(store.downloads, { jobId: 'job', format, naming, selection: wholeJob })
        writeFileSync(join(store.directory, `a.${format}`), await (await archiveOf(store, id, format)).bytes())
        mkdirSync(join(store.directory, 'out'))
        const before = readdirSync(store.directory)
        run('sh', ['-c', command], store.directory)
        expect(readdirSync(store.directory)).toEqual(before)
        const entries = (await store.ledger.archivePlans.from(id, 0, 99)).filter(({ skipped }) => skipped === null)
        const paths = entries.map(({ name }) => name.replace(/\/$/, ''))
        const keys = naming === 'unix' ? paths : paths.map((path) => path.toLowerCase().normalize('NFC'))
        expect(new Set(keys).size).toBe(keys.length)
        const kept = entries.filter(({ name, object }) => name === object).map(({ name }) => name)
        if (naming === 'unix') expect(kept).toEqual(expect.arrayContaining(keptForUnix))
        run('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], join(store.directory, 'out'))
        for (const { name, object, type } of entries.filter(({ type }) => type === 'file')) {
          const content = Buffer.concat(hostile.find((one) => one.name === object)!.chunks)
          expect(readFileSync(join(store.directory, 'out', name)).equals(content), `${type} ${object} as ${name}`).toBe(
            true,
          )
        }
      },
    )
})

it('R15 planning and delivering thousands of small objects lets others run', async () => {
  const small = Array.from(
    { length: 3_000 },
    (_, index): FakeObject => ({ name: `f${index}`, chunks: [noise(50, index)] }),
  )
  await using store = await openDownloads(fakeSource(small).source)
  let now = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 11)) // every step took long
  onTestFinished(() => clock.mockRestore())
  let turns = 0
  const turn = () => {
    turns++
    next = setImmediate(turn)
  }
  let next = setImmediate(turn)
  const id = await planned(store.downloads, { jobId: 'job', format: 'zip', selection: wholeJob })
  expect(turns).toBeGreaterThan(100)
  turns = 0
  await (await archiveOf(store, id, 'zip')).bytes()
  expect(turns).toBeGreaterThan(100)
  clearImmediate(next)
})
