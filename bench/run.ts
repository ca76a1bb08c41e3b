/**
 * All benchmarks one after another, or one of them with its own options:
 *
 *     npm run bench
 *     npm run bench -- download --runs 3
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const tables = ['download', 'memory', 'small-files', 'archives', 'browse', 'pages', 'rebuild']
const [name, ...options] = process.argv.slice(2)
if (name !== undefined && !tables.includes(name))
  throw new Error(`There is no such benchmark; ${tables.join(', ')} are`)

for (const table of name === undefined ? tables : [name]) {
  console.log(`\n## ${table}\n`)
  const script = join(import.meta.dirname, `${table}.ts`)
  const [code] = await once(spawn(process.execPath, [script, ...options], { stdio: 'inherit' }), 'exit')
  if (code !== 0) process.exitCode = 1
}
