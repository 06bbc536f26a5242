import { parseArgs } from 'node:util'
import { type StorageName, type SubjectName, storageNames, subjectNames } from './subject.ts'

/** Everything that is measured. */
export const workNames = [
  'W1',
  'W2',
  'W3',
  'W4',
  'W5',
  'W6',
  'W7',
  'W8',
  'W9',
  'W10',
  'routing',
  'threading',
  'pop',
  'kpi',
  'sales',
  'upkeep',
  'clients',
  'start',
] as const
export type WorkName = (typeof workNames)[number]

/** What a run measures, and how much of it. */
export interface Options {
  readonly works: readonly WorkName[]
  readonly storages: readonly StorageName[]
  readonly subjects: readonly SubjectName[]
  readonly rounds: number
  /** Multiplies the operations of a round and the rows that are there before. */
  readonly scale: number
  /** Indexes that the tables do not have, for raw and guanxi alike, where one wants to know what they would give. */
  readonly covering: boolean
  readonly json: string | undefined
}

/** Reads the command line. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      only: { type: 'string' },
      storage: { type: 'string' },
      subjects: { type: 'string' },
      rounds: { type: 'string', default: '9' },
      scale: { type: 'string', default: '1' },
      covering: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  })
  return {
    works: chosen('--only', values.only, workNames),
    storages: chosen('--storage', values.storage, storageNames),
    subjects: chosen('--subjects', values.subjects, subjectNames),
    rounds: positive('--rounds', values.rounds),
    scale: positive('--scale', values.scale),
    covering: values.covering,
    json: values.json,
  }
}

function chosen<T extends string>(option: string, text: string | undefined, known: readonly T[]): readonly T[] {
  if (text === undefined) return known
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
