// Everything that must hold: `npm test`. Groups run one after another, the steps of a group together; the first group with a
// failing step ends the run. The last line is made of vitest's own counts, both zones summed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from './postgres.ts'

interface Step {
  readonly name: string
  run(): Promise<{ ok: boolean; output: string }>
}

const counts = { passed: 0, failed: 0, skipped: 0, elsewhere: 0 }
const folder = await mkdtemp(join(tmpdir(), 'guanxi-check-'))
const given = process.env.GUANXI_TEST_POSTGRES_URL
const server = given ? undefined : await startPostgres()
const started = performance.now()
// Hundreds of processes load the same sources: what Node has made of a file is kept for the others.
process.env.NODE_COMPILE_CACHE ??= join(folder, 'compiled')

const groups: Step[][] = [
  [pnpm('lint'), pnpm('types'), pnpm('unused'), browser()],
  [tests('America/Los_Angeles')],
  // What a zone can change: the code that reads clocks and calendars, the suites of storages, the examples' figures. Rights, faults,
  // queues and fuzzing are asked in the first zone alone, and of the CRM itself Postgres is.
  [
    tests(
      'Asia/Shanghai',
      { GUANXI_TEST_ON: 'sqlite' },
      'packages/core/test',
      'packages/sqlite/test',
      'packages/postgres/test',
      'packages/testkit/test/conformance',
      ...['answers', 'contract', 'get', 'later', 'transaction', 'values', 'write'].map((name) => `test/kernel/${name}`),
      ...['activities', 'board', 'leads', 'lifecycle', 'money', 'orders', 'ranks', 'tasks', 'timeline', 'views'].map(
        (name) => `test/crm/${name}`,
      ),
      'examples/northwind',
      '--exclude=**/*.slow.test.ts',
    ),
  ],
  [pnpm('build')],
  [pnpm('packages'), pnpm('docs'), pnpm('run:mutants', '--share', `${part()}/96`)],
]

let ok = true
try {
  for (const group of groups) {
    const results = await Promise.all(group.map(timed))
    ok = results.every(Boolean)
    if (!ok) break
  }
} finally {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
}

if (counts.elsewhere > 0)
  console.log(
    `\n${counts.elsewhere} of the skipped tests need data that may not be copied here: ../shared/data, which is not there.`,
  )
if (process.env.CI === 'true' && counts.skipped > counts.elsewhere) {
  console.log('\nA skipped test is a failure where CI=true.')
  ok = false
}
console.log(`\n${ok ? 'All checks passed' : 'FAILED'} after ${seconds(started)}`)
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = ok ? 0 : 1

async function timed(step: Step): Promise<boolean> {
  const begun = performance.now()
  const failures = counts.failed
  const { ok, output } = await step.run()
  console.log(`${ok ? 'ok  ' : 'FAIL'}  ${step.name}  (${seconds(begun)})`)
  if (!ok) console.log(`\n${told(output)}\n`)
  // A failed step that has no failed test to show for it counts as one.
  if (!ok && counts.failed === failures) counts.failed++
  return ok
}

/** What failed, first: of vitest's output, all from its first heading of failures on; of any other, all of it. */
function told(output: string): string {
  const heading = output.search(/⎯+ *(Failed|Unhandled|Startup)/)
  return (heading < 0 ? output : output.slice(heading)).trimEnd()
}

function pnpm(script: string, ...more: string[]): Step {
  return { name: [script, ...more].join(' '), run: () => command(['pnpm', 'run', '--silent', script, ...more]) }
}

/** What the dashboard is opened in. Where none can be had its test says so: it fails where CI=true, and is skipped elsewhere. */
function browser(): Step {
  return { name: 'browser', run: () => command([process.execPath, join(import.meta.dirname, 'browser.ts')]) }
}

/** Each commit plants one in ninety-six of the mutants; some two hundred commits plant about all of them, and `npm run mutants` does. */
function part(): number {
  const { stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' })
  return (Number.parseInt(stdout?.slice(0, 6) || '0', 16) % 96) + 1
}

function tests(zone: string, env: NodeJS.ProcessEnv = {}, ...more: string[]): Step {
  return {
    name: `tests in ${zone}`,
    async run() {
      const file = join(folder, `${zone.replace('/', '-')}.json`)
      const { url } = server ?? { url: given }
      const { ok, output } = await command(
        [
          'pnpm',
          'exec',
          'vitest',
          'run',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${file}`,
          ...more,
        ],
        { TZ: zone, GUANXI_TEST_POSTGRES_URL: url, ...env },
      )
      const report = await readFile(file, 'utf8').then(JSON.parse, () => ({}))
      counts.passed += report.numPassedTests ?? 0
      counts.failed += report.numFailedTests ?? 0
      counts.skipped += (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0)
      // Where the folder is, they are not skipped: packages/analytics/test/shared.ts.
      if (!existsSync(join(import.meta.dirname, '../../shared'))) counts.elsewhere += needingShared(report)
      return { ok: ok && report.success === true, output }
    },
  }
}

/** How many tests were skipped for want of data that lie beside the repository. */
function needingShared({
  testResults = [],
}: {
  testResults?: { assertionResults: { status: string; title: string }[] }[]
}) {
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(
      ({ status, title }) => status !== 'passed' && status !== 'failed' && title.includes('(needs ../shared/data'),
    ).length
}

function command(
  [file = '', ...parameters]: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const shell = process.platform === 'win32'
    const child = spawn(file, parameters, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], shell })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk
      })
    }
    child.once('error', (error) => resolve({ ok: false, output: error.message }))
    child.once('close', (code) => resolve({ ok: code === 0, output }))
  })
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
