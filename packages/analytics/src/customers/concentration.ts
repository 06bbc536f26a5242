import type { Warning } from '@guanxi/core'
import { explain } from '../explained/explained.ts'
import type { Inside } from '../inside.ts'
import { concentration as concentrated, topN } from '../math/index.ts'
import { type Window, windowOf } from '../period/window.ts'
import { knownBy, placed, type Scope } from '../purchases/scope.ts'
import { amountOf, leftOut } from './amounts.ts'
import { notOver } from './churn.ts'
import { customersDefinitions } from './definitions.ts'
import { type Holders, holdersOf } from './holders.ts'

interface Asked extends Window, Scope {
  readonly by: Holders
  readonly top: number
  readonly shares: readonly number[]
}

/** With how few customers, regions, products or owners the revenue of a period lies. */
export async function concentration(inside: Inside, { currency, ...asked }: Asked) {
  const known = knownBy(inside, asked)
  const { from, to } = windowOf(asked, inside)
  const all = placed(known, from, to)
  const where = placed(knownBy(inside, { ...asked, currency }), from, to)
  const { rows, currency: one } = await amountOf(inside, where)
  const warnings: Warning[] = [...notOver(from, to, known.until)]
  const scope = one === null ? null : { where, currency: one }
  const { holders, none, hidden } = await holdersOf(inside, known, scope, asked.by)
  if (hidden) warnings.push({ code: 'refunds_until_now' })
  if (asked.by === 'product' && rows > 0) warnings.push({ code: 'before_refunds' })
  const { rows: first, other, total } = topN(holders, asked.top)
  const { status, n, gini, n80, tops } = concentrated(
    holders.map(({ value }) => value),
    { tops: asked.shares },
  )
  const of = (value: number) => (status === 'ok' ? value / total : null)
  const top = first.map(({ key, value, customer = null }) => ({
    key: customer?.id ?? key,
    customer,
    value,
    share: of(value),
  }))
  const topValue = first.reduce((sum, { value }) => sum + value, 0)
  const data = {
    status,
    n,
    total,
    currency: one,
    top,
    share: of(topValue),
    other: other === null ? null : { n: other.rows, value: other.value, share: of(other.value) },
    n80,
    gini,
    shares: [...tops],
  }
  return explain(data, {
    of: customersDefinitions.concentration,
    asOf: known.asOf,
    zone: inside.zone,
    rows,
    excluded: { [`no_${asked.by}`]: none, ...(await leftOut(inside, all, currency)) },
    warnings,
    records: { entity: 'order', where },
  })
}
