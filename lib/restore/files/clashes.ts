/**
 * Finds names of one listing that cannot all be files: `a`, and `a/b` below it. The listing goes by in the order of
 * names; no more of it is held than the files whose names the current one begins with.
 */
export class Clashes {
  readonly #files: string[] = []

  /** A name that is no folder has gone by. */
  passed(name: string): void {
    this.#forgetBefore(name)
    this.#files.push(name)
  }

  /** The file that has gone by which would have to be a folder for this name; the name itself may end with a slash. */
  above(name: string): string | undefined {
    this.#forgetBefore(name)
    return this.#files.find((file) => name.startsWith(file) && name[file.length] === '/')
  }

  #forgetBefore(name: string): void {
    while (this.#files.length > 0 && !name.startsWith(this.#files.at(-1)!)) this.#files.pop()
  }
}
