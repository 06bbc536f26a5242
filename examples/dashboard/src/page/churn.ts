import type { Format } from '../format.ts'
import type { AtRisk, Reason } from '../views.ts'
import { named, type Words } from '../words/words.ts'
import { type Html, html } from './html.ts'
import { table } from './table.ts'

/** Who is about to leave, the likeliest first, with the reasons. */
export function churnTable(list: readonly AtRisk[], words: Words, format: Format): Html {
  const { columns, none } = words
  const bar = (score: number) =>
    html`<span class="score"><i style="width:${Math.round(score * 100)}%"></i></span> ${format.share(score)}`
  const why = ({ code, numbers }: Reason) => {
    const said = words.reasons[code]?.((name) => format.count(numbers[name] ?? 0, 1)) ?? named(words.names, code)
    return html`<span class="chip">${said}</span> `
  }
  return table<AtRisk>(
    [
      { title: columns.customer, cell: ({ name }) => html`<b>${name}</b>` },
      { title: columns.score, cell: ({ score }) => html`<span>${bar(score)}</span>` },
      { title: columns.last, cell: ({ last }) => format.day(last) },
      { title: columns.why, cell: ({ reasons }) => html`<span>${reasons.map(why)}</span>` },
    ],
    list,
    none,
  )
}
