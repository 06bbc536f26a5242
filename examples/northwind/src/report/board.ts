import type { Desk } from '../crm.ts'
import { counted, money, section } from './format.ts'

/** The columns of the fulfilment pipeline. */
export async function board(desk: Desk): Promise<string> {
  const stages = await desk.deals.aggregate({
    groupBy: { stage: 'stage' },
    measures: { deals: { fn: 'count' }, amount: { fn: 'sum', field: 'amount' } },
  })
  const late = await desk.deals.aggregate({
    where: { late: true },
    groupBy: { stage: 'stage' },
    measures: { deals: { fn: 'count' } },
  })
  const lateIn = new Map(late.map(({ stage, deals }) => [stage, `${deals} late`]))
  return section(
    'The board, USD',
    stages.map(({ stage, deals, amount }) => [stage, counted(deals, 'deal'), money(amount), lateIn.get(stage) ?? '']),
  )
}
