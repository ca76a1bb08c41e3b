// `npm test`: from a fresh clone through every suite. The last line counts them all: `N passed, N failed`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from './node26.js'
import { buildStale, installMissing, projectDir } from './prepare.js'

const results = join(projectDir, 'test-results')

/** Runs a suite; one that fails without a failed test (it crashed, or a file did not load) counts as one failure. */
async function runSuite(name, args, env, count) {
  const report = join(results, `${name}.json`)
  rmSync(report, { force: true })
  const exitCode = await runNode(args(report), { cwd: projectDir, env: { ...process.env, ...env?.(report) } })
  let counted
  try {
    counted = count(JSON.parse(readFileSync(report, 'utf8')))
  } catch {
    counted = { passed: 0, failed: 0 }
  }
  if (exitCode === 0 || counted.failed > 0) return counted
  console.error(`The ${name} suite ended with exit code ${exitCode}.`)
  return { ...counted, failed: 1 }
}

const total = { passed: 0, failed: 0 }
try {
  await installMissing()
  await buildStale()
  mkdirSync(results, { recursive: true })
  const suites = [
    () =>
      runSuite(
        'unit',
        (report) => [
          join(projectDir, 'node_modules/vitest/vitest.mjs'),
          'run',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${report}`,
        ],
        undefined,
        ({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }),
      ),
    () =>
      runSuite(
        'browser',
        () => [
          join(projectDir, 'node_modules/@playwright/test/cli.js'),
          'test',
          '--reporter=list,json,./e2e/places-report.ts',
        ],
        (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
        ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky }),
      ),
  ]
  for (const suite of suites) {
    const { passed, failed } = await suite()
    total.passed += passed
    total.failed += failed
  }
} catch (error) {
  console.error(error.message)
  total.failed += 1
}
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0
