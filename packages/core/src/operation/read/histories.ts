import { encodeCursor } from '../../query/index.ts'
import type { Row } from '../../schema/index.ts'
import { checked } from '../problem.ts'
import { checkCurrencies } from './currency.ts'
import { hiddenIn } from './hides.ts'
import { listOf } from './list.ts'
import { logsOf } from './log.ts'
import type { ReadVerb } from './verb.ts'

/** `histories`: a page of records, each with its stays, oldest first. Two statements. */
export const histories: ReadVerb = async (given) => {
  const raw = checked(given.operation.contract.input, given.raw === undefined ? {} : given.raw)
  const read = { ...given, raw }
  const { query } = listOf(read)
  await checkCurrencies(read, query.where)
  const found = await read.session.select({ ...query, limit: query.limit + 1 })
  const page = found.slice(0, query.limit)
  const records = page.map(({ row }) => row)
  const stays = await logsOf(read, read.engine.system.stageStay, records, 'enteredAt')
  // The amounts of the stays are the record's own.
  const hidden = await hiddenIn(read, records, 'amount')
  const last = page.at(-1)
  const more = found.length > query.limit && last?.keys !== undefined
  return {
    items: records.map((record) => {
      const own = stays.get(String(record.id)) ?? []
      return { record, stays: hidden.has(String(record.id)) ? own.map(withoutAmount) : own }
    }),
    next: more ? encodeCursor(last.keys, read.entity, query.orderBy) : null,
  }
}

const withoutAmount = (stay: Row): Row => ({ ...stay, amount: null })
