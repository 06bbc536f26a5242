import type { Format } from '../format.ts'
import type { Worth } from '../views.ts'
import type { Words } from '../words/words.ts'
import { type Html, html } from './html.ts'
import { table } from './table.ts'

/** Who is expected to buy for most. */
export function worthTable(list: readonly Worth[], { columns, none }: Words, format: Format): Html {
  return table<Worth>(
    [
      { title: columns.customer, cell: ({ name }) => html`<b>${name}</b>` },
      { title: columns.orders, right: true, cell: ({ orders }) => format.count(orders) },
      {
        title: columns.expected,
        right: true,
        cell: ({ expected }) => (expected === null ? '–' : format.count(expected, 1)),
      },
      { title: columns.worth, right: true, cell: ({ worth }) => (worth === null ? '–' : format.money(worth)) },
    ],
    list,
    none,
    false,
  )
}
