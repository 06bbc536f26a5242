import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import ts from 'typescript'
import { isNotRun } from './blocks.ts'
import type { Page } from './pages.ts'
import { type Printed, printedIn, reporting } from './prints.ts'
import { programOf } from './program.ts'

const root = join(import.meta.dirname, '../..')
// Not .ts: Node strips no types below node_modules, and only there the packages are found.
const cache = join(root, 'node_modules/.guanxi-docs')

/** Where pages say that Postgres is. */
export const postgresOfPages = 'postgres://localhost/app'

/** Runs the program of a page in a folder of its own; answers what it printed, or throws what it threw. */
export async function runPage({ path, blocks }: Page, postgresUrl: string): Promise<Printed[]> {
  const program = programOf(blocks.filter((block) => !isNotRun(block)))
  const text = reporting(program).replaceAll(postgresOfPages, postgresUrl)
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  })
  await mkdir(cache, { recursive: true })
  const file = join(cache, `${path.replaceAll(/[^a-z0-9]+/gi, '-')}.mjs`)
  const folder = await mkdtemp(join(tmpdir(), 'guanxi-docs-'))
  try {
    await writeFile(file, outputText)
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', file], { cwd: folder })
    return printedIn(stdout)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
