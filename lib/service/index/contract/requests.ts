import { describe, expect, it } from 'vitest'
import type { SignedRequest } from '../../index-store.ts'
import { accepted, chunkOf, refusal, sha256, summaryOf, Timeline } from '../testing.ts'
import type { OpenIndex } from './index.ts'

const signed = (text: string, signedAt = 1000): SignedRequest => ({
  signature: Buffer.from(sha256(text), 'base64').toString('hex'),
  signedAt,
})

export function describeRequests(open: OpenIndex): void {
  describe('requests', () => {
    it('are remembered with what they made', async () => {
      await using index = await open()
      expect(await index.request(signed('start'))).toBeUndefined()
      const job = { jobId: 'j', vault: 'v', resourceArn: 'a', resourceType: 't', roleArn: 'r', takeOver: false, now: 1 }
      accepted(await index.createJob({ ...job, request: signed('start') }))
      expect(await index.request(signed('start'))).toEqual({ made: 'j' })
      expect(await index.request(signed('start', 2000))).toBeUndefined()
      const upload = { jobId: 'j', uploadId: 'u', now: 1 }
      accepted(
        await index.startUpload({ ...upload, name: 'x', throwOnDuplicate: false, request: signed('start object') }),
      )
      expect(await index.request(signed('start object'))).toEqual({ made: 'u' })

      const checksum = summaryOf([chunkOf('a').chunk.checksum])
      const writes = {
        chunk: () => index.addChunk({ ...upload, index: 0, ...chunkOf('a'), request: signed('chunk') }),
        complete: () => index.completeUpload({ ...upload, checksum, request: signed('complete') }),
        put: () =>
          index.putObject({
            jobId: 'j',
            name: 'y',
            throwOnDuplicate: false,
            checksum: sha256(''),
            now: 1,
            request: signed('put'),
          }),
        delete: () => index.deleteObject({ jobId: 'j', name: 'y', now: 1, request: signed('delete') }),
        commit: () => index.commitJob({ jobId: 'j', abandon: false, now: 1, request: signed('commit') }),
        confirm: () => index.confirmJob({ jobId: 'j', now: 1, request: signed('confirm') }),
        remove: () => index.deleteJob({ jobId: 'j', reason: '', now: 1, request: signed('remove') }),
      }
      for (const [name, write] of Object.entries(writes)) {
        expect(await index.request(signed(name)), name).toBeUndefined()
        accepted(await write())
        expect(await index.request(signed(name)), name).toEqual({})
      }
    })

    it('are not remembered by a write that was refused, but told by themselves; the first outcome stays', async () => {
      await using index = await open()
      await new Timeline(index).start('j')
      const request = signed('delete')
      expect(refusal(await index.deleteObject({ jobId: 'j', name: 'x', now: 1, request }))).toBeDefined()
      expect(await index.request(request)).toBeUndefined()
      await index.rememberRequest({ request, outcome: { refusal: 'no such object' } })
      await index.rememberRequest({ request, outcome: { made: 'something' } })
      expect(await index.request(request)).toEqual({ refusal: 'no such object' })
    })

    it('are forgotten by their time', async () => {
      await using index = await open()
      for (const at of [1000, 2000, 3000]) await index.rememberRequest({ request: signed('r', at), outcome: {} })
      expect(await index.forgetRequests({ signedBefore: 2000 })).toEqual({ ok: true, more: false })
      const known = [1000, 2000, 3000].map(async (at) => (await index.request(signed('r', at))) !== undefined)
      expect(await Promise.all(known)).toEqual([false, true, true])
    })
  })
}
