import { describe, expect, it } from 'vitest'
import { damageHref, loadDamageParams } from './damage.ts'
import { jobsHref, loadJobsParams } from './jobs.ts'
import { downloadHref, loadObjectParams, objectHref } from './object.ts'
import { entryHref, loadObjectsParams, objectsHref } from './objects.ts'
import { loadRestoresParams, restoresHref } from './restores.ts'

const base = 'http://thaw.test'
const hostile = [
  '.',
  '..',
  'new',
  '%',
  '%2F',
  'a+b c',
  '/lead',
  'a//b',
  '?x=1&y=2#z',
  'é/日本/😀',
  'e\u0301',
  "it's [1]{}|^\\`",
  '"><img>',
  '__proto__',
  '\ttab',
  ' ',
]

describe('jobs', () => {
  it('come back from their link', () => {
    const params = {
      state: 'FAILED' as const,
      resource: 'arn:aws:thaw::000000000000:resource/host:/usr/share',
      vault: 'Default',
      type: 'Thaw',
      after: new Date('2026-01-02'),
      before: new Date('2026-03-04'),
      text: 'usr & lib',
    }
    expect(loadJobsParams(new URL(jobsHref(params), base))).toEqual(params)
  })

  it('leave the address bare without filters and ignore what is no filter', () => {
    expect(jobsHref()).toBe('/jobs')
    expect(jobsHref({ state: null, text: '' })).toBe('/jobs')
    const params = loadJobsParams('?state=BROKEN&after=yesterday&other=1')
    expect(params).toMatchObject({ state: null, after: null, text: '' })
  })
})

describe('objects', () => {
  it.each(hostile)('N10 keep the folder and filter %j through the link', async (name) => {
    const params = { folder: `${name}/`, prefix: name, from: name, view: 'flat' as const }
    expect(await loadObjectsParams(new URL(objectsHref('job', params), base))).toMatchObject(params)
  })

  it('begin at the root in folders, and end every folder with a slash', async () => {
    expect(objectsHref('a/b')).toBe('/jobs/a%2Fb')
    expect(await loadObjectsParams('')).toMatchObject({ folder: '', view: 'folders', prefix: '' })
    expect(await loadObjectsParams('?folder=a%2Fb')).toMatchObject({ folder: 'a/b/' })
  })

  it('lead from a row into its folder, behind the same days, or to its object', async () => {
    const days = { after: new Date('2026-01-02'), before: null }
    const folder = new URL(entryHref('j', { kind: 'folder', name: 'a/b/' }, days), base)
    expect(folder.pathname).toBe('/jobs/j')
    expect(await loadObjectsParams(folder)).toMatchObject({ folder: 'a/b/', ...days })
    expect(entryHref('j', { kind: 'object', name: 'a/b' }, days)).toBe(objectHref('j', { name: 'a/b' }))
  })
})

describe('object', () => {
  it.each(hostile)('N10 keeps the name %j through the link and the download', (name) => {
    const checksum = 'rPyV6+/abc='
    expect(objectHref('j', { name })).not.toContain('\\')
    const page = new URL(objectHref('j', { name, checksum }), base)
    expect(page.pathname).toBe('/jobs/j/object')
    expect(loadObjectParams(page)).toMatchObject({ name, checksum })
    const download = new URL(downloadHref('j', name, checksum), base)
    expect(download.pathname).toBe('/download/j/object')
    expect([download.searchParams.get('name'), download.searchParams.get('checksum')]).toEqual([name, checksum])
  })
})

describe('restores and damage', () => {
  it('come back from their links', () => {
    const params = { state: 'failed' as const, job: 'a/b c' }
    expect(loadRestoresParams(new URL(restoresHref(params), base))).toEqual(params)
    expect(restoresHref()).toBe('/restores')
    const checksum = 'rPyV6+/abc='
    expect(loadDamageParams(new URL(damageHref(checksum), base))).toEqual({ chunk: checksum })
  })
})
