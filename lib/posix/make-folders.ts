import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder with its parents where they are missing.
 *
 * Node.js's own way to do this never ends where a folder can neither be made nor lacks a parent, as in /proc.
 *
 * @param mode permission bits of the folders that are made, those of `parents` for its parents.
 * @returns whether the folder was made now.
 * @throws {NodeJS.ErrnoException} the system refuses; EEXIST: something else has the name.
 */
export function makeFolders(path: string, mode = 0o777, parents = mode): boolean {
  try {
    mkdirSync(path, mode)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false
    if (code !== 'ENOENT' || dirname(path) === path) throw error
    makeFolders(dirname(path), parents)
    mkdirSync(path, mode)
  }
  return true
}
