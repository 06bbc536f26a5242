import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { EChartsOption } from 'echarts'
import type { Words } from '../words/words.ts'
import { Html, html, json } from './html.ts'

export interface Section {
  readonly title: string
  readonly about: string
  readonly cards: readonly Html[]
}

export interface Page {
  readonly words: Words
  readonly currency: string
  readonly sections: readonly Section[]
  readonly charts: Readonly<Record<string, EChartsOption>>
  /** Of the definitions that the page names. */
  readonly formulas: ReadonlyMap<string, string>
}

const beside = (name: string): Html => file(new URL(name, import.meta.url))
const file = (url: URL): Html => new Html(readFileSync(fileURLToPath(url), 'utf8'))

/** One file with everything in it; it asks nobody for anything, and may not. */
export function pageOf({ words, currency, sections, charts, formulas }: Page): string {
  const echarts = file(new URL(import.meta.resolve('echarts/dist/echarts.min.js')))
  const { text } = html`<!doctype html>
<html lang="${words.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${words.title}</title>
<style>
${beside('page.css')}</style>
</head>
<body>
<header>
<h1>${words.title}</h1>
<p>${words.subtitle}</p>
</header>
<main>${sections.map(
    ({ title, about, cards }) => html`
<h2>${title}</h2>
<p class="about">${about}</p>
<div class="grid">${cards}
</div>`,
  )}
<h2>${words.glossary.title}</h2>
<p class="about">${words.glossary.about}</p>
<dl>${[...formulas].map(
    ([name, formula]) => html`
<div id="${name}"><dt>${name}</dt><dd>${formula}</dd></div>`,
  )}
</dl>
</main>
<footer>${words.footer}</footer>
<script type="application/json" id="data">${json({ charts, locale: words.locale, currency })}</script>
<script>${echarts}</script>
<script>
${beside('client.js')}</script>
</body>
</html>
`
  return text
}
