import { invalid } from '../../error/index.ts'
import { isSound } from '../../query/index.ts'
import { checkKeys } from '../own-keys.ts'
import { checked } from '../problem.ts'
import { writeVerb } from '../record/verbs.ts'
import type { Run } from '../run.ts'

/** The input as its contract says; options too. */
export function parse(run: Run): void {
  const { contract } = run.operation
  const verb = writeVerb(run.operation)
  if (contract.target === 'record' && (typeof run.id !== 'string' || run.id === '' || !isSound(run.id))) {
    throw invalid('id', 'expected the id of a record', 'Call it as (id, input, options).')
  }
  checkOptions(run)
  const named = contract.target === 'record' && run.operation.entity !== undefined
  if (run.options.ifVersion !== undefined && !named && run.operation.key !== 'upsert')
    throw invalid('options.ifVersion', 'is for one record', 'Name the record: update, move, delete.')
  if (verb !== undefined) {
    verb.parse(run)
    return
  }
  checkKeys(run.raw)
  const input = checked(contract.input, run.raw)
  run.input = contract.target === 'record' ? { ...(input as object), id: run.id } : input
}

function checkOptions({ options }: Run): void {
  const { ifVersion, idempotencyKey, reason } = options
  if (ifVersion !== undefined && !Number.isSafeInteger(ifVersion))
    throw invalid('options.ifVersion', 'expected a whole number')
  if (idempotencyKey !== undefined && !isShort(idempotencyKey))
    throw invalid('options.idempotencyKey', 'expected 1 to 255 characters')
  if (reason !== undefined && !isShort(reason)) throw invalid('options.reason', 'expected 1 to 255 characters')
}

const isShort = (text: unknown): boolean =>
  typeof text === 'string' && text.length > 0 && text.length <= 255 && isSound(text)
