import { describe, expect, it } from 'vitest'
import { createTasks } from './tasks.ts'

/** Tasks that end when told. */
function held() {
  const started: string[] = []
  const ends = new Map<string, PromiseWithResolvers<void>>()
  return {
    started,
    end: (name: string) => ends.get(name)!.resolve(),
    fail: (name: string) => ends.get(name)!.reject(new Error(name)),
    work(name: string) {
      return () => {
        started.push(name)
        ends.set(name, Promise.withResolvers())
        return ends.get(name)!.promise
      }
    },
  }
}

const turn = () => new Promise(setImmediate)

describe('tasks', () => {
  it('start while their weight has room, in their order', async () => {
    const { started, end, work } = held()
    const tasks = createTasks(4, () => {})
    await tasks.start(3, work('a'))
    await tasks.start(1, work('b'))
    const c = tasks.start(2, work('c'))
    await turn()
    expect(started).toEqual(['a', 'b'])
    end('b')
    await turn()
    expect(started).toEqual(['a', 'b'])
    end('a')
    await c
    expect(started).toEqual(['a', 'b', 'c'])
  })

  it('always allow one, whatever its weight', async () => {
    const { started, work } = held()
    await createTasks(4, () => {}).start(9, work('heavy'))
    expect(started).toEqual(['heavy'])
  })

  it('tell what fails, and end with the last', async () => {
    const { end, fail, work } = held()
    const errors: unknown[] = []
    const tasks = createTasks(4, (error) => errors.push(error))
    await tasks.start(1, work('a'))
    await tasks.start(1, work('b'))
    let idle = false
    void tasks.idle().then(() => {
      idle = true
    })
    fail('a')
    await turn()
    expect({ errors, idle }).toEqual({ errors: [new Error('a')], idle: false })
    end('b')
    await turn()
    expect(idle).toBe(true)
  })
})
