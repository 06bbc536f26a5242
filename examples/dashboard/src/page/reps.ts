import type { Format } from '../format.ts'
import type { ComparedRow, Rep } from '../views.ts'
import type { Words } from '../words/words.ts'
import { type Html, html } from './html.ts'
import { table } from './table.ts'

/** What each member sold; a win rate of few deals shows by its interval how little it says. */
export function repsTable(reps: readonly Rep[], { columns, none }: Words, format: Format): Html {
  const rate = ({ value, low, high, n }: ComparedRow) =>
    value === null || low === null || high === null
      ? '–'
      : html`<span>${format.share(value)} <small>${format.share(low)} – ${format.share(high)}, n = ${format.count(n)}</small></span>`
  return table<Rep>(
    [
      { title: columns.member, cell: ({ name }) => html`<b>${name}</b>` },
      { title: columns.revenue, right: true, cell: ({ revenue }) => format.money(revenue) },
      { title: columns.orders, right: true, cell: ({ orders }) => format.count(orders) },
      { title: columns.won, right: true, cell: ({ won }) => format.money(won) },
      { title: columns.deals, right: true, cell: ({ deals }) => format.count(deals) },
      { title: columns.winRate, right: true, cell: ({ winRate }) => rate(winRate) },
    ],
    reps,
    none,
  )
}
