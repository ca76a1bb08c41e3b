import { expect, it } from 'vitest'
import { filesAtOnce } from './open-files.ts'

const limits = (open: string) =>
  `Limit                     Soft Limit           Hard Limit           Units     \nMax processes             7823                 7823                 processes \nMax open files            ${open}               1048576              files     \n`

it.each([
  ['1048576', 256],
  ['unlimited', 256],
  ['1024', 256],
  ['256', 72],
  ['128', 8],
  ['64', 8],
])('with at most %s files open, %i are under way at once', (open, files) => {
  expect(filesAtOnce(256, limits(open))).toBe(files)
})

it('where the system does not tell, the least that is usual is taken', () => {
  expect(filesAtOnce(256, '')).toBe(72)
})
