// Adds up what .ci/run left in a folder: the tests of both reports, and lint and types as one each. A run that failed
// in any other way (nothing installed, not built, a report missing) counts as one failure. Runs on any Node.js.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const directory = process.argv[2]

function read(name) {
  const path = join(directory, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

const failures = []
let passed = 0
let failed = 0

for (const step of ['lint', 'types']) {
  if (read(`${step}.exit`)?.trim() === '0') passed++
  else {
    failed++
    failures.push(step)
  }
}

const unit = JSON.parse(read('unit.json') ?? 'null')
passed += unit?.numPassedTests ?? 0
failed += unit?.numFailedTests ?? 0

const journeys = JSON.parse(read('e2e.json') ?? 'null')
passed += journeys?.stats.expected ?? 0
failed += journeys ? journeys.stats.unexpected + journeys.stats.flaky + journeys.errors.length : 0

if (!unit) failures.push('the unit tests did not report')
if (!journeys) failures.push('the journeys did not report')
if (read('test.exit')?.trim() !== '0') failures.push('npm test')
if (failures.length > 0) console.log(`Failed: ${failures.join(', ')}`)
if (failed === 0 && failures.length > 0) failed = 1

console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
