// Compresses the static files of a build, once: `.next/static` into `.next/compressed`, as `<name>.br` and `<name>.gz`.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { projectDir } from './prepare.js'

const build = join(projectDir, '.next')
const target = join(build, 'compressed')

rmSync(target, { recursive: true, force: true })
for (const name of readdirSync(join(build, 'static'), { recursive: true, encoding: 'utf8' })) {
  if (!/\.(js|css)$/.test(name)) continue
  const bytes = readFileSync(join(build, 'static', name))
  mkdirSync(dirname(join(target, name)), { recursive: true })
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  writeFileSync(join(target, `${name}.br`), brotliCompressSync(bytes, { params }))
  writeFileSync(join(target, `${name}.gz`), gzipSync(bytes, { level: 9 }))
}
