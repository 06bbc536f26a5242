import type { EChartsOption } from 'echarts'
import type { Format } from '../format.ts'
import type { Explained, Tile, Told } from '../views.ts'
import type { FigureName, Words } from '../words/words.ts'
import { caption } from './caption.ts'
import { type Html, html } from './html.ts'

export interface Card {
  readonly name: FigureName
  readonly told: Told
  /** A chart, and how high it is; */
  readonly chart?: { readonly option: EChartsOption; readonly height: number }
  /** or a table, or what is said below a chart. */
  readonly more?: Html
  /** Over the whole width. */
  readonly wide?: boolean
}

export function cardOf({ name, told, chart, more = html``, wide = false }: Card, words: Words, format: Format): Html {
  const { title, about } = words.figures[name]
  const drawing = chart
    ? html`<div class="chart" id="${name}" role="img" aria-label="${title}" style="--height:${chart.height}px"></div>`
    : null
  return html`
<section class="card${wide ? ' wide' : ''}">
<h3>${title}</h3>
<p class="about">${about}</p>
${drawing}${more}
${caption(told, words, format)}
</section>`
}

export function tileOf({ view, told }: Explained<Tile>, words: Words, format: Format): Html {
  const { title, about } = words.tiles[view.name]
  return html`
<section class="card tile">
<h3>${title}</h3>
<b>${view.value === null ? '–' : format.spell(view.value, view.spelling)}</b>
<p class="about">${about}</p>
${caption(told, words, format)}
</section>`
}
