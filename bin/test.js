// `npm test`: from a fresh clone through every suite. The last line counts them all: `N passed, N failed`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { runNode } from './node26.js'
import { buildStale, installMissing, projectDir } from './prepare.js'

const results = join(projectDir, 'test-results')

/** The failed tests of vitest's report: file, name and the first lines of what went wrong. */
const failedUnits = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (status === 'failed' && failed.length === 0) return [failureText(name, 'did not load', message)]
    return failed.map((test) => failureText(name, test.fullName, test.failureMessages[0]))
  })

/** The failed journeys of Playwright's report, told as {@link failedUnits} tells tests. */
const failedJourneys = ({ suites }) =>
  suites.flatMap((suite) => [
    ...failedJourneys({ suites: suite.suites ?? [] }),
    ...suite.specs.flatMap(({ file, title, tests }) =>
      tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ projectName, results: runs }) => {
          const error = runs.find(({ error }) => error)?.error
          return failureText(join(projectDir, 'e2e', file), `${title} [${projectName}]`, error?.stack ?? error?.message)
        }),
    ),
  ])

const failureText = (file, title, message = '') =>
  [`${relative(projectDir, file)}: ${title}`, ...stripVTControlCharacters(message).split('\n').slice(0, 12)].join(
    '\n    ',
  )

/** Runs a suite; one that fails without a failed test (it crashed, or a file did not load) counts as one failure. */
async function runSuite(name, args, env, count) {
  const report = join(results, `${name}.json`)
  rmSync(report, { force: true })
  const exitCode = await runNode(args(report), { cwd: projectDir, env: { ...process.env, ...env?.(report) } })
  let counted
  try {
    counted = count(JSON.parse(readFileSync(report, 'utf8')))
  } catch {
    counted = { passed: 0, failed: 0, failures: [] }
  }
  if (exitCode === 0 || counted.failed > 0) return counted
  console.error(`The ${name} suite ended with exit code ${exitCode}.`)
  return { ...counted, failed: 1 }
}

const total = { passed: 0, failed: 0 }
const failures = []
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
        (report) => ({
          passed: report.numPassedTests,
          failed: report.numFailedTests,
          failures: failedUnits(report),
        }),
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
        (report) => ({
          passed: report.stats.expected,
          failed: report.stats.unexpected + report.stats.flaky,
          failures: failedJourneys(report),
        }),
      ),
  ]
  for (const suite of suites) {
    const counted = await suite()
    total.passed += counted.passed
    total.failed += counted.failed
    failures.push(...counted.failures)
  }
} catch (error) {
  console.error(error.message)
  total.failed += 1
}
for (const failure of failures) console.log(`\nFailed: ${failure}`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0
