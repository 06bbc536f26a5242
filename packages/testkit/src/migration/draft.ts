import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Crm, invalid, type PluginTypes } from '@guanxi/core'
import { sourceOf } from './source.ts'

/** What {@link draftMigration} takes. */
export interface DraftOptions {
  /** Where the migrations stand, one a file: `src/migrations`. */
  readonly folder: string
  /** What the next one is about, in a word or two: `start`, `more_fields`. */
  readonly name: string
}

/**
 * Writes the steps that the entities of an instance need and no migration has into a new file, `0001_start.ts`, and lists
 * all files in `index.ts` beside it. Answers the path of the new file; undefined where no step is missing. Read what it wrote:
 * from its first release on, the file never changes.
 *
 * @throws CrmError `INVALID`: the name is no lower-case name.
 *
 * @example
 * const crm = createCrm({ storage: sqlite(':memory:'), plugins: [students()] })
 * await draftMigration(crm, { folder: 'src/migrations', name: 'start' })
 */
export async function draftMigration<T extends PluginTypes>(
  crm: Crm<T>,
  { folder, name }: DraftOptions,
): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw invalid('name', 'expected lower-case words', 'Such as more_fields.')
  const { draft } = await crm.migrate({ dryRun: true })
  if (draft.length === 0) return undefined
  await mkdir(folder, { recursive: true })
  const there = await migrationsIn(folder)
  const next = Number(there.at(-1)?.slice(0, 4) ?? 0) + 1
  const id = `${String(next).padStart(4, '0')}_${name}`
  const path = join(folder, `${id}.ts`)
  await writeFile(path, migrationText(id, draft))
  await writeFile(join(folder, 'index.ts'), indexText([...there, id]))
  return path
}

async function migrationsIn(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder)
  return files.flatMap((file) => /^(\d{4}_[a-z0-9_]+)\.ts$/.exec(file)?.[1] ?? []).toSorted()
}

const variable = (id: string): string => `m${id.slice(0, 4)}`

function migrationText(id: string, steps: readonly object[]): string {
  const lines = steps.map((step) => `    ${sourceOf(step, '    ')},\n`).join('')
  return `import type { Migration } from '@guanxi/core'

/** Frozen: never edited once it is released, only followed. */
export const ${variable(id)}: Migration = {
  id: '${id}',
  steps: [
${lines}  ],
}
`
}

function indexText(ids: readonly string[]): string {
  const imports = ids.map((id) => `import { ${variable(id)} } from './${id}.ts'\n`).join('')
  return `import type { Migration } from '@guanxi/core'
${imports}
/** In order. */
export const migrations: readonly Migration[] = [${ids.map(variable).join(', ')}]
`
}
