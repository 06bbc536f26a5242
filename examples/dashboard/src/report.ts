import { definitionOf } from '@guanxi/analytics'
import { cohortsChart } from './charts/cohorts.ts'
import { comparisonChart } from './charts/comparison.ts'
import { forecastChart } from './charts/forecast.ts'
import { funnelChart } from './charts/funnel.ts'
import { topChart } from './charts/top.ts'
import { type Format, formatOf } from './format.ts'
import { type Card, cardOf, tileOf } from './page/card.ts'
import { churnTable } from './page/churn.ts'
import { type Html, html } from './page/html.ts'
import { pageOf } from './page/page.ts'
import { repsTable } from './page/reps.ts'
import { worthTable } from './page/worth.ts'
import type { Cdnow, Churn, Cohorts, Explained, Figures, Forecast, Northwind, Tile } from './views.ts'
import { named, type Words } from './words/words.ts'

interface Book {
  readonly name: keyof Words['sources']
  readonly tiles: readonly Explained<Tile>[]
  readonly cards: readonly Card[]
  readonly format: Format
}

/** The whole report in one language, as one HTML file. */
export function report({ northwind, cdnow }: Figures, words: Words): string {
  const books = [northwindBook(northwind, words), cdnowBook(cdnow, words)]
  const cards = books.flatMap((book) => book.cards)
  const told = books.flatMap((book) => [...book.tiles, ...book.cards].map((figure) => figure.told))
  return pageOf({
    words,
    currency: northwind.currency,
    sections: books.map(({ name, tiles, cards, format }) => ({
      ...words.sources[name],
      cards: [...tiles.map((tile) => tileOf(tile, words, format)), ...cards.map((card) => cardOf(card, words, format))],
    })),
    charts: Object.fromEntries(cards.flatMap(({ name, chart }) => (chart ? [[name, chart.option]] : []))),
    formulas: new Map(told.map(({ definition }) => [definition, formulaOf(definition, words)] as const).sort()),
  })
}

function formulaOf(definition: string, words: Words): string {
  const of = definitionOf(definition)
  return of === undefined ? definition : words.formula(of)
}

function northwindBook(figures: Northwind, words: Words): Book {
  const { tiles, currency, zone, forecast, funnel, cohorts, top, regions, reps, churn } = figures
  const format = formatOf(words.locale, currency, zone)
  const rows = (n: number, each: number, more: number) => n * each + more
  const cards: readonly Card[] = [
    {
      name: 'forecast',
      told: forecast.told,
      wide: true,
      chart: { option: forecastChart(forecast.view, words, format), height: 340 },
      more: howGood(forecast.view, words, format),
    },
    {
      name: 'top',
      told: top.told,
      chart: { option: topChart(top.view, words, format), height: rows(top.view.rows.length + 1, 38, 4) },
      more: said(top.view.n80 === null ? '' : words.top.most(format.count(top.view.n80))),
    },
    {
      name: 'regions',
      told: regions.told,
      chart: { option: comparisonChart(regions.view, words, format), height: rows(regions.view.rows.length, 52, 40) },
      more: said(words.comparison[regions.view.verdict](format.count(regions.view.p ?? 1, 3))),
    },
    {
      name: 'cohorts',
      told: cohorts.told,
      chart: { option: cohortsChart(cohorts.view, words, format), height: rows(cohorts.view.rows.length, 36, 48) },
      more: partial(cohorts.view, words),
    },
    {
      name: 'funnel',
      told: funnel.told,
      chart: { option: funnelChart(funnel.view, words, format), height: rows(funnel.view.stages.length, 56, 4) },
      more: said(funnel.view.overall === null ? '' : words.funnel.overall(format.share(funnel.view.overall))),
    },
    { name: 'reps', told: reps.told, wide: true, more: repsTable(reps.view, words, format) },
    {
      name: 'churn',
      told: churn.told,
      wide: true,
      more: html`${churnTable(churn.view.list, words, format)}${churnTested(churn.view, words, format)}`,
    },
  ]
  return { name: 'northwind', tiles, cards, format }
}

function cdnowBook({ tiles, currency, zone, cohorts, worth }: Cdnow, words: Words): Book {
  const format = formatOf(words.locale, currency, zone)
  const height = cohorts.view.rows.length * 40 + 48
  const cards: readonly Card[] = [
    {
      name: 'cdnowCohorts',
      told: cohorts.told,
      wide: true,
      chart: { option: cohortsChart(cohorts.view, words, format), height },
      more: partial(cohorts.view, words),
    },
    { name: 'worth', told: worth.told, wide: true, more: worthTable(worth.view, words, format) },
  ]
  return { name: 'cdnow', tiles, cards, format }
}

const partial = ({ rows }: Cohorts, { cohorts }: Words): Html =>
  said(rows.some(({ cells }) => cells.slice(1).some((cell) => cell.partial)) ? `* ${cohorts.partial}` : '')

/** What the next month brings, which method says so, and how far it was off before. */
function howGood({ method, next: [next], backtest }: Forecast, words: Words, format: Format): Html {
  const text = words.forecast
  const tested =
    backtest === null
      ? text.untested
      : text.backtest({
          origins: format.count(backtest.origins),
          mase: backtest.mase === null ? '–' : format.count(backtest.mase, 2),
          smape: backtest.smape === null ? '–' : format.share(backtest.smape),
          coverage: backtest.coverage === null ? '–' : format.share(backtest.coverage),
        })
  if (method === null || next === undefined) return said(text.untested)
  const first = text.next(format.month(next.month), format.money(next.value))
  return said(`${first} ${text.method(named(words.methods, method))} ${tested}`)
}

function churnTested({ backtest }: Churn, { churn }: Words, format: Format): Html | null {
  if (backtest === null || backtest.stayedAway === null || backtest.auc === null) return null
  const { n, stayedAway, auc } = backtest
  return said(churn.backtest({ n: format.count(n), stayedAway: format.share(stayedAway), auc: format.share(auc) }))
}

const said = (text: string): Html => html`<p class="said">${text}</p>`
