import { type Html, html } from './html.ts'

export interface Column<R> {
  readonly title: string
  readonly right?: boolean
  cell(row: R): Html | string
}

/** A table that is `stacked` becomes a list where a page is narrow: each cell brings its column's title along. */
export function table<R>(columns: readonly Column<R>[], rows: readonly R[], none: string, stacked = true): Html {
  if (rows.length === 0) return html`<p class="none">${none}</p>`
  const side = ({ right }: Column<R>) => (right ? 'right' : 'left')
  return html`<table class="${stacked ? 'stacked' : 'fitting'}">
<thead><tr>${columns.map((column) => html`<th class="${side(column)}">${column.title}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`
<tr>${columns.map((column) => html`<td class="${side(column)}" data-title="${column.title}">${column.cell(row)}</td>`)}</tr>`,
  )}
</tbody>
</table>`
}
