// Writes docs/codes.md from the codes: `pnpm codes`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codesPage } from './docs/codes.ts'

writeFileSync(join(import.meta.dirname, '../docs/codes.md'), codesPage())
