import { expect, it } from 'vitest'
import { answered } from './answered.ts'

function opened() {
  const leaving = new AbortController()
  const logged: object[] = []
  const request = { headers: new Headers({ 'x-request-id': 'request-1' }), signal: leaving.signal }
  const answer = (work: () => Promise<Response>) =>
    answered(request, { error: (facts, message) => void logged.push({ ...facts, message }) }, work)
  return { leaving, logged, answer }
}

it('a failure of our own is told without its words, and logged with them', async () => {
  const { answer, logged } = opened()
  const err = new TypeError('secret')
  const response = await answer(() => Promise.reject(err))
  expect(response.status).toBe(502)
  expect((await response.json()).error).toMatchObject({ code: 'Unexpected', requestId: 'request-1' })
  expect(logged).toEqual([{ err, requestId: 'request-1', message: 'A download failed inside' }])
})

it('D10 a reader that leaves before the first byte is no failure, whatever its leaving broke off', async () => {
  const { answer, logged, leaving } = opened()
  const response = await answer(async () => {
    leaving.abort(Object.assign(new Error(), { name: 'ResponseAborted' }))
    throw leaving.signal.reason
  })
  expect([response.status, response.body, logged]).toEqual([499, null, []])
})
