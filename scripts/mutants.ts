// Plants defects, one at a time, in copies of the repository, and runs the test that must find each: `npm run mutants`.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { copyCheckout } from './mutants/copy.ts'
import { everyMutant } from './mutants/index.ts'
import type { Mutant } from './mutants/mutant.ts'

const root = join(import.meta.dirname, '..')
const atOnce = 2
const patience = 120_000

// `npm run mutants -- lanes` plants those whose name has the word, `--share 1/16` every sixteenth of them.
const { values, positionals } = parseArgs({
  options: { share: { type: 'string', default: '1/1' } },
  allowPositionals: true,
})
const [part = 1, parts = 1] = values.share.split('/').map(Number)
const mutants = everyMutant.filter(({ name }, at) => name.includes(positionals[0] ?? '') && at % parts === part - 1)
// What finds a defect must pass without it: all those tests once, together.
const passing = await inCopy((folder) => run(folder, mutants))
const results: boolean[] = []
const waiting = [...mutants]
const workers = Array.from({ length: atOnce }, async () => {
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) results.push(await caught(mutant))
})
await Promise.all(workers)
const count = results.filter(Boolean).length
console.log(`${count} of ${mutants.length} mutants caught`)
process.exitCode = count === mutants.length ? 0 : 1

async function inCopy<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'guanxi-mutant-'))
  try {
    copyCheckout(root, folder)
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function caught(mutant: Mutant): Promise<boolean> {
  const { name, file, from, to, test } = mutant
  const before = of(mutant, passing.tests)
  if (before.length !== 1 || before[0]?.status !== 'passed')
    return told(mutant, `its test does not pass, once: ${before[0]?.reason ?? passing.output}`)
  return inCopy(async (folder) => {
    const text = await readFile(join(folder, file), 'utf8')
    if (text.split(from).length !== 2) return told(mutant, `${file} no longer has the text to change, once`)
    await writeFile(
      join(folder, file),
      text.replace(from, () => to),
    )
    const [after] = of(mutant, (await run(folder, [mutant])).tests)
    if (after?.status !== 'failed') return told(mutant, `not caught by «${test.name}»`)
    console.log(`caught  ${name}\n        by ${test.file} «${test.name}»: ${after.reason}`)
    return true
  })
}

function told({ name }: Mutant, problem: string): false {
  console.log(`MISSED  ${name}: ${problem}`)
  return false
}

/** How a test went. */
interface Tested {
  readonly file: string
  readonly name: string
  readonly status: string
  /** The first line of what it failed with. */
  readonly reason: string | undefined
}

function of({ test }: Mutant, tests: readonly Tested[]): readonly Tested[] {
  return tests.filter(({ file, name }) => file.endsWith(test.file) && name === test.name)
}

/** Runs the tests of some mutants in a copy. One that cannot even be loaded has neither passed nor failed. */
async function run(
  folder: string,
  some: readonly Mutant[],
): Promise<{ readonly tests: readonly Tested[]; readonly output: string }> {
  const report = join(folder, 'report.json')
  const names = some.map(({ test }) => test.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const files = [...new Set(some.map(({ test }) => test.file))]
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const wanted = ['-t', `^(${names.join('|')})$`]
  const parameters = [vitest, 'run', ...files, ...wanted, '--reporter=json', `--outputFile=${report}`]
  const output = await command(folder, parameters)
  const { testResults = [] } = await readFile(report, 'utf8').then(JSON.parse, () => ({}))
  await rm(report, { force: true })
  return { tests: (testResults as readonly FileReport[]).flatMap(testsOf), output }
}

interface FileReport {
  readonly name: string
  readonly assertionResults: readonly {
    readonly ancestorTitles: readonly string[]
    readonly title: string
    readonly status: string
    readonly failureMessages: readonly string[] | null
  }[]
}

function testsOf({ name: file, assertionResults }: FileReport): readonly Tested[] {
  return assertionResults.map(({ ancestorTitles, title, status, failureMessages }) => ({
    file,
    name: [...ancestorTitles, title].join(' > '),
    status,
    reason: failureMessages?.[0]?.split('\n')[0],
  }))
}

function command(cwd: string, parameters: readonly string[]): Promise<string> {
  // The named tests are SQLite's: no server is needed.
  const env = { ...process.env, GUANXI_TEST_POSTGRES_URL: 'none' }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, parameters, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk
      })
    }
    // A defect may make a test run for ever.
    const end = setTimeout(() => child.kill('SIGKILL'), patience)
    child.once('close', () => clearTimeout(end))
    child.once('error', (error) => resolve(error.message))
    child.once('close', () => resolve(output))
  })
}
