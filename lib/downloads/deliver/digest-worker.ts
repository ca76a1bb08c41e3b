import { createHash, type Hash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'

export type HashOrder =
  | { kind: 'update'; stream: number; slot: number; length: number }
  | { kind: 'end'; stream: number }
  | { kind: 'forget'; stream: number }

/** `slot`: its bytes were hashed, it may be filled again. */
export type HashAnswer = { kind: 'slot'; slot: number } | { kind: 'digest'; stream: number; digest: string }

const { memory, slotBytes } = workerData as { memory: SharedArrayBuffer; slotBytes: number }
const running = new Map<number, Hash>()

function hashOf(stream: number): Hash {
  const known = running.get(stream)
  if (known) return known
  const begun = createHash('sha256')
  running.set(stream, begun)
  return begun
}

function answer(answer: HashAnswer): void {
  parentPort!.postMessage(answer)
}

parentPort!.on('message', (order: HashOrder) => {
  const { kind, stream } = order
  if (kind === 'update') {
    hashOf(stream).update(new Uint8Array(memory, order.slot * slotBytes, order.length))
    answer({ kind: 'slot', slot: order.slot })
    return
  }
  if (kind === 'end') answer({ kind: 'digest', stream, digest: hashOf(stream).digest('base64') })
  running.delete(stream)
})
