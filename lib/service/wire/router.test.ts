import { describe, expect, it } from 'vitest'
import { operations } from './operations.ts'
import { createRouter } from './router.ts'

const route = createRouter(operations)

function find(method: string, path: string) {
  const found = route(method, path)
  return found.kind === 'operation' ? [found.operation.name, Object.fromEntries(found.labels)] : found.kind
}

describe('the router', () => {
  it('finds each operation by method, segments and literals, and leaves labels encoded', () => {
    expect(find('PUT', '/backup-jobs/j/object/a%2Fb')).toEqual([
      'StartObject',
      { BackupJobId: 'j', ObjectName: 'a%2Fb' },
    ])
    expect(find('PUT', '/backup-jobs/j/chunk/u/0')).toEqual([
      'PutChunk',
      { BackupJobId: 'j', UploadId: 'u', ChunkIndex: '0' },
    ])
    expect(find('GET', '/restore-jobs/j/chunk/t')).toEqual(['GetChunk', { StorageJobId: 'j', ChunkToken: 't' }])
    expect(find('PUT', '/backup-jobs/j/commit')).toEqual(['CommitBackupJob', { BackupJobId: 'j' }])
    expect(find('GET', '/backup-jobs/j')).toEqual(['DescribeBackupJob', { BackupJobId: 'j' }])
  })

  it('N10 takes names that look like the API for names', () => {
    for (const name of ['complete', 'put-object', 'list', '..', '.', 'commit'])
      expect(find('PUT', `/backup-jobs/j/object/${name}`)).toEqual([
        'StartObject',
        { BackupJobId: 'j', ObjectName: name },
      ])
    expect(find('PUT', '/backup-jobs/x/object/complete/complete')).toEqual([
      'NotifyObjectComplete',
      { BackupJobId: 'x', UploadId: 'complete' },
    ])
  })

  it('takes the slash behind the lists of AWS Backup, and only there', () => {
    expect(find('GET', '/backup-jobs')).toEqual(['ListBackupJobs', {}])
    expect(find('GET', '/backup-jobs/')).toEqual(['ListBackupJobs', {}])
    expect(find('PUT', '/backup-jobs/')).toEqual(['StartBackupJob', {}])
    expect(find('GET', '/restore-jobs/j/objects/list/')).toBe('unknown')
    expect(find('GET', '/backup-jobs/j/')).toBe('unknown')
  })

  it('W16 has one route or none', () => {
    for (const path of [
      '/Backup-Jobs',
      '///backup-jobs',
      '/./backup-jobs',
      '/x/../backup-jobs',
      '/backup-jobs;x',
      '/%62ackup-jobs',
      '',
    ])
      expect(find('GET', path)).toBe('unknown')
    expect(find('GET', '//backup-jobs')).toEqual(['ListBackupJobs', {}])
  })

  it('W15 tells a wrong method from a wrong path', () => {
    expect(route('POST', '/restore-jobs/j/objects/list')).toEqual({ kind: 'method', allowed: ['GET'] })
    expect(route('DELETE', '/backup-jobs')).toEqual({ kind: 'method', allowed: ['PUT', 'GET'] })
  })
})
