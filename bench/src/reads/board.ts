import { createCrm, definePipeline, defineRollup } from '@guanxi/core'
import type { Ground, Question, Reading } from './reading.ts'
import { tablesOf } from './rollups.ts'

const first = 20
const stages = ['s0', 's1', 's2', 's3', 's4', 'won'] as const
const deal = definePipeline({
  entity: 'deal',
  stages: { s0: {}, s1: {}, s2: {}, s3: {}, s4: {}, won: { type: 'won' } },
})

const rollups = [
  defineRollup({
    name: 'stageFigures',
    entity: 'deal',
    groupBy: { pipeline: 'pipeline', stage: 'stage', currency: 'currency' },
    measures: { amount: { fn: 'sum', field: 'amount' } },
  }),
]

const deals: Ground = {
  rows: 200_000,
  crm: async (storage) => createCrm({ storage, pipelines: { deal }, rollups, migrations: await tablesOf(rollups) }),
  async fill({ fill, spelling }, rows) {
    await fill({
      table: 'deals',
      count: rows,
      columns: {
        pipeline: "'deal'",
        stage: `case i % 6 when 5 then 'won' else 's' || (i % 6) end`,
        stage_since: spelling.instant(String(Date.UTC(2025, 0, 1) / 1000)),
        title: `'Deal ' || i`,
        title_search: `'deal ' || i`,
        company_id: spelling.id('i % 5000'),
        owner_id: `'u_' || (i % 100)`,
        amount: 'i % 100000',
        currency: "'CNY'",
      },
    })
  },
}

const figures = `select stage, currency, count(*) as count, sum(amount) as amount from crm_deals
  where tenant = 'default' and pipeline = 'deal' and deleted_at is null group by stage, currency order by stage, currency`
const newest = (stage: string) => `select * from crm_deals where tenant = 'default' and pipeline = 'deal'
  and stage = '${stage}' and deleted_at is null order by created_at desc nulls last, id desc limit ${first}`

/** W7, a board: how many deals are in each of six stages, what they come to, and the newest of them. */
export const board: Reading = {
  work: 'W7',
  title: 'a board of six stages',
  ground: deals,
  questions({ crm, hand }) {
    const { deals: mine } = crm.as({ user: 'u_1', roles: ['admin'] })
    const question: Question = {
      part: `counts, sums and the first ${first}`,
      times: 3,
      async raw() {
        const [rows = [], ...pages] = await hand.ask({ sql: figures }, ...stages.map((one) => ({ sql: newest(one) })))
        return stages.map((stage, i) => {
          const { count = 0, amount = 0 } = rows.find((row) => row.stage === stage) ?? {}
          return [stage, count, amount, pages[i]?.map(({ id }) => id)]
        })
      },
      async guanxi() {
        const found = await mine.board({ limit: first })
        return found.map(({ stage, count, amounts, items }) => {
          return [stage, count, amounts[0]?.amount ?? 0, items.map(({ id }) => id)]
        })
      },
    }
    return [question, { ...question, part: 'the same with a rollup', before: () => crm.rebuildRollups() }]
  },
}
