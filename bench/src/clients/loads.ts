import type { StorageName } from '../subject.ts'
import type { Act } from './client-process.ts'

/** What clients do, and how many of them there are. */
export interface Load {
  readonly part: string
  readonly storage: StorageName
  /** Of each process, how many clients it has and what they do. */
  readonly processes: readonly { readonly clients: number; readonly acts: readonly Act[] }[]
}

const mixed: readonly Act[] = ['create', 'move', 'list']
const among = (processes: number, acts: readonly Act[], clients: number) =>
  Array.from({ length: processes }, (_, i) => ({ acts, clients: Math.floor((clients + i) / processes) }))

/** Readers of SQLite have processes of their own: it works where it is called. */
export const loads: readonly Load[] = [
  { part: '50 from one process', storage: 'postgres', processes: among(1, mixed, 50) },
  { part: '50 from four processes', storage: 'postgres', processes: among(4, mixed, 50) },
  {
    part: 'a writer under two readers',
    storage: 'sqlite',
    processes: [{ clients: 1, acts: ['create', 'move'] }, ...among(2, ['list'], 2)],
  },
]
