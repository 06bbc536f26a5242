import type { Format } from '../format.ts'
import type { Told } from '../views.ts'
import { named, type Words } from '../words/words.ts'
import { type Html, html } from './html.ts'

/** What explains a figure, below it: its definition with the version, n, the interval, as-of, and what to beware of. */
export function caption(told: Told, words: Words, format: Format): Html {
  const { definition, asOf, n, unit, interval, excluded, warnings } = told
  const parts = [
    html`<a href="#${definition}">${definition}</a>`,
    n === null ? null : html`n = ${format.count(n)} ${words.units[unit]}`,
    interval === null ? null : html`${spelledInterval(interval, words, format)}`,
    html`${words.told.asOf} ${format.day(asOf)}`,
  ].filter((part) => part !== null)
  const notes = [
    ...Object.entries(excluded).map(([code, left]) =>
      words.told.excluded(format.count(left), named(words.excluded, code)),
    ),
    ...warnings.map((code) => named(words.warnings, code)),
  ]
  return html`<p class="told">${parts.map((part) => html`<span>${part}</span> `)}${notes.map((note) => html`<span class="note">${note}</span> `)}</p>`
}

function spelledInterval({ low, high, level, spelling }: NonNullable<Told['interval']>, words: Words, format: Format) {
  return words.told.interval(format.share(level), format.spell(low, spelling), format.spell(high, spelling))
}
