import { hash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { parseThawBlob } from '#lib/browse/metadata.ts'
import { problemResponse } from '#lib/failure/problem.ts'
import { openLedger } from '#lib/ledger/sqlite/open-ledger.ts'
import { summary } from '#lib/restore/read/fixture.ts'
import type { ObjectSource, SourceObject } from '#lib/storage/source.ts'
import { compareNames } from '../browse/names.ts'
import type { SharedBudget } from '../restore/index.ts'
import { createDigests } from './deliver/digests.ts'
import { createDownloads, type Downloads } from './downloads.ts'

export interface FakeObject {
  name: string
  chunks: Uint8Array[]
  metadata?: string | undefined
  blob?: string | undefined
}

/** A job in memory, with everything a storage service could do wrong. */
export function fakeSource(objects: FakeObject[], { tellsLength = true } = {}) {
  const state = {
    jobState: 'COMPLETED' as string | undefined,
    /** By `name#index`: what fetching that chunk does instead. */
    faults: new Map<string, () => Uint8Array | Promise<Uint8Array>>(),
    fetched: [] as string[],
    listedChunks: 0,
  }
  const all = objects.toSorted((a, b) => compareNames(a.name, b.name))
  const byToken = new Map(all.map((object) => [`token of ${object.name}`, object]))
  const toSource = (object: FakeObject): SourceObject => ({
    name: object.name,
    checksum: summary(object.chunks),
    token: `token of ${object.name}`,
    chunks: object.chunks.length,
    metadata: object.metadata,
    ...(tellsLength && { length: object.chunks.reduce((sum, { length }) => sum + length, 0) }),
  })
  const source: ObjectSource = {
    endpoint: 'http://fake',
    jobState: async () => state.jobState,
    find: async (_jobId, name) => {
      const found = all.find((object) => object.name === name)
      return found && toSource(found)
    },
    async *list(_jobId, { prefix }) {
      for (const object of all) if (object.name.startsWith(prefix)) yield toSource(object)
    },
    read: (_jobId, { token }) => {
      const object = byToken.get(token)!
      return {
        async listChunks(next) {
          state.listedChunks++
          const from = Number(next ?? 0)
          const chunks = object.chunks.slice(from, from + 100).map((chunk, index) => ({
            Index: from + index,
            Length: chunk.length,
            Checksum: hash('sha256', chunk, 'base64'),
            ChunkToken: String(from + index),
          }))
          return { chunks, nextToken: from + 100 < object.chunks.length ? String(from + 100) : undefined }
        },
        async fetchChunk({ index }, signal) {
          state.fetched.push(`${object.name}#${index}`)
          await new Promise(setImmediate)
          signal.throwIfAborted()
          const fault = state.faults.get(`${object.name}#${index}`)
          return fault ? fault() : object.chunks[index]!
        },
      }
    },
    thawBlob: async (_jobId, { token }) => parseThawBlob(byToken.get(token)?.blob ?? ''),
    checkBlob: async () => {},
  }
  return { ...state, state, source, objects: all }
}

/** Downloads over a source with a ledger of their own. */
export async function openDownloads(source: ObjectSource, more: { memory?: SharedBudget } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'thaw-downloads-'))
  const ledger = await openLedger(join(directory, 'ledger.sqlite'))
  const digests = createDigests()
  const logged: object[] = []
  return {
    ledger,
    directory,
    downloads: createDownloads({
      source,
      ledger,
      digests,
      log: { error: (facts) => void logged.push(facts) },
      ...more,
    }),
    logged,
    async [Symbol.asyncDispose]() {
      await digests[Symbol.asyncDispose]()
      await ledger[Symbol.asyncDispose]()
      rmSync(directory, { recursive: true })
    },
  }
}

/** Plans and waits; @returns the plan's id. */
export async function planned(downloads: Downloads, asked: Parameters<Downloads['plan']>[0]): Promise<string> {
  const { id, finished } = await downloads.plan(asked)
  await finished
  const plan = await downloads.findPlan(id)
  if (plan?.state !== 'ready') throw new Error(`Not ready: ${plan?.failure}`)
  return id
}

export const wholeJob = { names: [], prefixes: [''] }

/** Bytes that differ from place to place, so that a shifted part never looks right. */
export function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length)
  let state = (seed * 2654435761 + 1) >>> 0
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}

/**
 * Downloads behind a real listener: `/object?name=` and `/archive/{planId}.{format}`. As the product's own listener it
 * announces lengths and cuts what fails.
 */
export async function serveDownloads(downloads: Downloads) {
  const server = createServer(async (req, res) => {
    const leaving = new AbortController()
    res.on('close', () => leaving.abort())
    const url = new URL(req.url ?? '/', 'http://local')
    const headers = new Headers(Object.entries(req.headers).map(([name, value]) => [name, String(value)]))
    const request = { method: req.method as 'GET' | 'HEAD', headers, signal: leaving.signal }
    const [, planId, format] = /^\/archive\/(.+)\.(tar|zip)$/.exec(url.pathname) ?? []
    const response = await (planId
      ? downloads.archive({ jobId: 'job', planId, format: format! }, request, 'session')
      : downloads.object({ jobId: 'job', name: url.searchParams.get('name')! }, request, 'session')
    ).catch((error) => problemResponse(error, undefined))
    for (const [name, value] of response.headers)
      res.setHeader(name === 'x-body-length' ? 'content-length' : name, value)
    res.writeHead(response.status)
    if (!response.body) return res.end()
    Readable.fromWeb(response.body as never)
      .on('error', () => res.destroy())
      .pipe(res)
      .on('close', () => response.body?.cancel().catch(() => {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
