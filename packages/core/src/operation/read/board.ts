import { invalid } from '../../error/index.ts'
import { type Condition, checkSelect, encodeCursor } from '../../query/index.ts'
import { fieldOf, type Row } from '../../schema/index.ts'
import { among, selectOf } from '../find.ts'
import { checked } from '../problem.ts'
import { aggregate } from './aggregate.ts'
import { checkCurrencies } from './currency.ts'
import { including } from './include.ts'
import type { Read } from './read.ts'
import type { ReadVerb } from './verb.ts'

/** What is asked of a board, its shape checked. */
interface Asked {
  readonly pipeline?: string
  readonly stages?: readonly string[]
  readonly amounts?: 'own' | 'report'
  readonly where?: unknown
  readonly orderBy?: unknown
  readonly limit?: unknown
  readonly include?: unknown
}

/**
 * `board`: the stages of a pipeline, in each how many records there are, what they come to, and the first of them. One
 * statement for the figures, and one round trip for the records of all stages.
 */
export const board: ReadVerb = async (read) => {
  const asked = checked(read.operation.contract.input, read.raw === undefined ? {} : read.raw) as Asked
  const { entity, caller, session, policy: access } = read
  const { where: filter = {}, orderBy: keys = { createdAt: 'desc' }, limit: most = 20, include: with_ = {} } = asked
  const request = { where: filter, orderBy: keys, limit: most, include: with_ }
  const { where, orderBy, limit, include } = checkSelect(request, entity, caller.context(read.now))
  await checkCurrencies(read, where)
  const [pipeline, stages] = stagesOf(read, asked)
  const figures = await figuresOf(read, pipeline, stages, asked)
  const is = (name: string, value: string) => among(fieldOf(entity, name), [value])
  const selects = stages.map((stage) => {
    const all: Condition = { node: 'and', all: [is('pipeline', pipeline), is('stage', stage), where] }
    return selectOf(entity, caller.actor.tenant, { where: all, access, orderBy, limit: limit + 1, keys: true })
  })
  const found = await session.selectMany(selects)
  const pages = found.map((rows) => rows.slice(0, limit))
  const records = pages.flatMap((page) => page.map(({ row }) => row))
  const whole = await including(read, entity, records, include)
  let shown = 0
  return stages.map((stage, i) => {
    const page = pages[i] ?? []
    const last = page.at(-1)?.keys
    const more = (found[i]?.length ?? 0) > limit && last !== undefined
    shown += page.length
    return {
      stage,
      ...figures(stage),
      items: whole.slice(shown - page.length, shown),
      next: more ? encodeCursor(last, entity, orderBy) : null,
    }
  })
}

/** The pipeline that is meant, and those of its stages that are. */
function stagesOf({ entity, caller }: Read, asked: Asked): readonly [pipeline: string, stages: readonly string[]] {
  const pipelines = caller.view.pipelines.get(entity.name)
  const name = asked.pipeline ?? pipelines?.keys().next().value ?? ''
  const pipeline = pipelines?.get(name)
  if (pipeline === undefined)
    throw invalid('pipeline', `is none of ${entity.plural}`, `There are ${[...(pipelines?.keys() ?? [])].join(', ')}.`)
  const all = [...pipeline.stages.keys()]
  const unknown = asked.stages?.findIndex((stage) => !pipeline.stages.has(stage)) ?? -1
  if (unknown >= 0) throw invalid(`stages[${unknown}]`, `is no stage of ${name}`, `Its stages are ${all.join(', ')}.`)
  return [name, asked.stages === undefined ? all : all.filter((stage) => asked.stages?.includes(stage))]
}

/** How many records are in a stage, and what their amounts come to, by currency. */
async function figuresOf(
  read: Read,
  pipeline: string,
  stages: readonly string[],
  { amounts, stages: chosen, where = {} }: Asked,
) {
  // Without a choice every stage is meant, and the database need not compare them.
  const all = { and: [{ pipeline }, ...(chosen === undefined ? [] : [{ stage: { in: stages } }]), where] }
  const count = { count: { fn: 'count' } }
  const own = {
    where: all,
    groupBy: { stage: 'stage', currency: 'currency' },
    measures: { ...count, amount: { fn: 'sum', field: 'amount' } },
  }
  const report = {
    where: all,
    groupBy: { stage: 'stage' },
    measures: {
      ...count,
      amount: { fn: 'sum', field: 'reportAmount' },
      currency: { fn: 'min', field: 'reportCurrency' },
    },
  }
  const bare = { where: all, groupBy: { stage: 'stage' }, measures: count }
  const raw = !read.entity.currencies.has('amount') ? bare : amounts === 'report' ? report : own
  const rows = (await aggregate({ ...read, raw })) as readonly Row[]
  return (stage: string) => {
    const groups = rows.filter((row) => row.stage === stage)
    return {
      count: groups.reduce((sum, row) => sum + Number(row.count), 0),
      amounts: groups.flatMap(({ currency, amount }) => ((currency ?? null) === null ? [] : [{ currency, amount }])),
    }
  }
}
