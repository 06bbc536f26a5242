import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { StorageName } from '../subject.ts'
import { type Line, spelled } from './line.ts'

/** What a run measures, and how much of it. */
export interface RunOptions {
  /** The names of works; all unless told. */
  readonly only?: readonly string[]
  readonly storages: readonly StorageName[]
  /** How many rounds count. */
  readonly rounds: number
  /** Multiplies the rows that are there, or what is done. */
  readonly scale: number
  /** Indexes that the tables do not have, for both ways: what they would give. */
  readonly covering?: boolean
}

/** Runs works as the command line says, and reports. */
export async function command(
  known: readonly string[],
  run: (options: RunOptions) => Promise<readonly Line[]>,
): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(2).filter((arg) => arg !== '--'),
    options: {
      only: { type: 'string' },
      storage: { type: 'string' },
      rounds: { type: 'string', default: '7' },
      scale: { type: 'string', default: '1' },
      covering: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  })
  const { only, storage, covering } = values
  const [rounds, scale] = [positive('--rounds', values.rounds), positive('--scale', values.scale)]
  const lines = await run({
    ...(only === undefined ? {} : { only: chosen('--only', only, known) }),
    storages: storage === undefined ? ['sqlite', 'postgres'] : chosen('--storage', storage, ['sqlite', 'postgres']),
    rounds,
    scale,
    covering,
  })
  console.log(spelled(lines))
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ rounds, scale, rows: lines }, null, 2)}\n`)
}

function chosen<T extends string>(option: string, text: string, known: readonly T[]): readonly T[] {
  return text.split(',').map((name) => {
    const found = known.find((one) => one === name)
    if (found === undefined) throw new RangeError(`${option} knows ${known.join(', ')}, not ${name}`)
    return found
  })
}

function positive(option: string, text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new RangeError(`${option} takes a number above 0`)
  return number
}
