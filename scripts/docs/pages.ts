import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Block, blocksOf } from './blocks.ts'

const root = join(import.meta.dirname, '../..')

/** A page with programs. */
export interface Page {
  /** `docs/plugins.md` */
  readonly path: string
  readonly blocks: readonly Block[]
}

/** The pages that readers copy from. */
export function pages(): Page[] {
  return globSync(
    [
      'README*.md',
      'docs/*.md',
      'docs/{analytics,tickets}/*.md',
      'packages/*/README.md',
      'packages/core/skills/**/*.md',
    ],
    { cwd: root },
  )
    .toSorted()
    .map((path) => ({
      path,
      blocks: blocksOf(readFileSync(join(root, path), 'utf8')).filter(({ language }) => language === 'ts'),
    }))
    .filter(({ blocks }) => blocks.length > 0)
}
