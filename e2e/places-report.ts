import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FullConfig, Reporter, Suite, TestResult } from '@playwright/test/reporter'

/** A page in one state and one look, as a test saw it. */
export interface Visited {
  name: string
  look: string
  /** File name of its picture. */
  picture: string
  /** What axe found. */
  findings: string[]
}

const type = 'visited'

/** How a test hands a visit to the report. */
export const visited = (visit: Visited) => ({ type, description: JSON.stringify(visit) })

/** Writes `screenshots/index.html`, a contact sheet of all pictures, and `accessibility.md`, what axe found on each page. */
export default class PlacesReport implements Reporter {
  #directory = ''
  readonly #visits: Visited[] = []

  onBegin(config: FullConfig, _suite: Suite): void {
    this.#directory = config.projects[0]?.outputDir ?? ''
  }

  onTestEnd(_test: unknown, { annotations }: TestResult): void {
    for (const each of annotations)
      if (each.type === type) this.#visits.push(JSON.parse(each.description ?? '') as Visited)
  }

  onEnd(): void {
    if (this.#visits.length === 0) return
    const names = [...new Set(this.#visits.map(({ name }) => name))].sort()
    const rows = names.map((name) => this.#visits.filter((visit) => visit.name === name))
    mkdirSync(join(this.#directory, 'screenshots'), { recursive: true })
    writeFileSync(join(this.#directory, 'screenshots/index.html'), contactSheet(rows))
    writeFileSync(join(this.#directory, 'accessibility.md'), findingsTable(rows))
  }
}

function contactSheet(rows: Visited[][]): string {
  const figure = ({ name, look, picture }: Visited) =>
    `<figure><a href="${picture}"><img loading="lazy" src="${picture}" alt="${name}, ${look}"></a><figcaption>${look}</figcaption></figure>`
  const row = (visits: Visited[]) => `<h2>${visits[0]!.name}</h2>\n<div>${visits.map(figure).join('\n')}</div>`
  return `<!doctype html>
<meta charset="utf-8">
<title>Every page and state</title>
<style>
body { font: 14px system-ui; margin: 24px; background: #eee } div { display: flex; gap: 16px; flex-wrap: wrap }
figure { margin: 0 } img { height: 360px; border: 1px solid #999; background: #fff }
</style>
<h1>${rows.length} pages and states</h1>
${rows.map(row).join('\n')}
`
}

function findingsTable(rows: Visited[][]): string {
  const line = ({ name, look, findings }: Visited) =>
    `| ${name} | ${look} | ${findings.length} | ${findings.join('<br>').replaceAll('|', '\\|')} |`
  const visits = rows.flat()
  const found = visits.reduce((sum, { findings }) => sum + findings.length, 0)
  return `# What axe found against WCAG 2.2 AA

${rows.length} pages and states, ${visits.length} visits, ${found} findings.

| page | look | findings | what |
| --- | --- | --- | --- |
${visits.map(line).join('\n')}
`
}
