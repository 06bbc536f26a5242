// Plants defects, one at a time, in copies of the repository, and runs the test that must find each: `npm run mutants`.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyCheckout } from './mutants/copy.ts'
import { crmMutants } from './mutants/crm.ts'
import { kernelMutants } from './mutants/kernel.ts'
import type { Mutant } from './mutants/mutant.ts'

const root = join(import.meta.dirname, '..')
const atOnce = 2

const results: boolean[] = []
const mutants = [...kernelMutants, ...crmMutants]
const waiting = [...mutants]
const workers = Array.from({ length: atOnce }, async () => {
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) results.push(await caught(mutant))
})
await Promise.all(workers)
const count = results.filter(Boolean).length
console.log(`${count} of ${mutants.length} mutants caught`)
process.exitCode = count === mutants.length ? 0 : 1

async function caught(mutant: Mutant): Promise<boolean> {
  const { name, file, from, to, test } = mutant
  const folder = await mkdtemp(join(tmpdir(), 'guanxi-mutant-'))
  try {
    copyCheckout(root, folder)
    const text = await readFile(join(folder, file), 'utf8')
    if (text.split(from).length !== 2) return told(mutant, `${file} no longer has the text to change, once`)
    const before = await run(folder, mutant)
    if (before.passed !== 1 || before.failed !== 0) return told(mutant, `its test does not pass: ${before.output}`)
    await writeFile(
      join(folder, file),
      text.replace(from, () => to),
    )
    const after = await run(folder, mutant)
    if (after.failed !== 1) return told(mutant, `not caught by «${test.name}»`)
    console.log(`caught  ${name}\n        by ${test.file} «${test.name}»: ${after.reason}`)
    return true
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function told({ name }: Mutant, problem: string): false {
  console.log(`MISSED  ${name}: ${problem}`)
  return false
}

interface Counts {
  readonly passed: number
  readonly failed: number
  /** The first line of what the test failed with. */
  readonly reason: string
  readonly output: string
}

/** Runs one test in a copy. A test that cannot even be loaded has not failed: it counts as neither. */
async function run(folder: string, { test }: Mutant): Promise<Counts> {
  const report = join(folder, 'report.json')
  const name = `^${test.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const parameters = [vitest, 'run', test.file, '-t', name, '--reporter=json', `--outputFile=${report}`]
  const output = await command(folder, parameters)
  const counts = await readFile(report, 'utf8').then(JSON.parse, () => ({}))
  await rm(report, { force: true })
  const [message] = (counts.testResults ?? []).flatMap(messagesOf)
  const reason = String(message ?? '').split('\n')[0] ?? ''
  return { passed: counts.numPassedTests ?? 0, failed: counts.numFailedTests ?? 0, reason, output }
}

interface FileReport {
  readonly assertionResults: readonly { readonly failureMessages: readonly string[] | null }[]
}

function messagesOf({ assertionResults }: FileReport): readonly string[] {
  return assertionResults.flatMap(({ failureMessages }) => failureMessages ?? [])
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
    child.once('error', (error) => resolve(error.message))
    child.once('close', () => resolve(output))
  })
}
