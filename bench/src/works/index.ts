import { create } from './create.ts'
import { createMany } from './create-many.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { move } from './move.ts'
import type { Work } from './work.ts'

/** What every subject does, in this order: the import comes last, for it makes the tables five times as large. */
export const works = { W1: create, W3: get, W6: move, W2: createMany, W4: list } as const satisfies Record<string, Work>

export type ComparedWork = keyof typeof works
