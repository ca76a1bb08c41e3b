import { expect, it, vi } from 'vitest'
import { collect, temporaryFolder } from '../../testing.ts'
import { ended, messages, startChild, whyNot } from './children.ts'

vi.setConfig({ testTimeout: 300_000 }) // many processes one after another, on a machine that may be busy

const reason = whyNot('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=1m tmpfs /mnt'])

it.skipIf(reason)(
  `R03 a full disk at forty levels: refused in words, nothing lost, recovers by itself ${reason ?? ''}`,
  async () => {
    await using folder = await temporaryFolder()
    const mount = `mount -t tmpfs -o size=24m tmpfs "$0" && exec "$@"`
    const child = startChild('full-disk.child.ts', [folder.path], ['unshare', '-rm', 'sh', '-c', mount, folder.path])
    const seen = await collect(messages(child))
    expect(await ended(child)).toBe(0)
    expect(seen).toEqual([{ levels: 40, refusals: ['The disk is full; free some space and try again'] }])
  },
)
