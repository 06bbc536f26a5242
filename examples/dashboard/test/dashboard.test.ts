import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { definitionOf } from '@guanxi/analytics'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browser as installed } from '../../../scripts/browser.ts'
import { figures } from '../src/figures.ts'
import { report } from '../src/report.ts'
import type { Figures } from '../src/views.ts'
import { en } from '../src/words/en.ts'
import { languages } from '../src/words/index.ts'
import { zhCN } from '../src/words/zh-CN.ts'
import { fake } from './fake.ts'
import { launch, open } from './open.ts'

const folder = mkdtempSync(join(tmpdir(), 'guanxi-dashboard-'))
let found: Figures
let program: Promise<unknown>

beforeAll(async () => {
  const main = join(import.meta.dirname, '../src/main.ts')
  const asked = ['--conditions=source', main, '--lang', 'zh-CN', '--out', join(folder, 'program.html')]
  program = promisify(execFile)(process.execPath, asked, { env: { ...process.env, TZ: 'Pacific/Apia' } })
  program.catch(() => undefined)
  found = await figures()
})
afterAll(() => rmSync(folder, { recursive: true }))

test('the program writes the same bytes, in whatever zone the machine is', async () => {
  await program
  expect(readFileSync(join(folder, 'program.html'), 'utf8')).toBe(report(found, zhCN))
})

test('figures that are known beforehand', () => {
  const { northwind, cdnow } = found
  const tiles = new Map([...northwind.tiles, ...cdnow.tiles].map(({ view }) => [view.name, view.value]))
  expect(cdnow.cohorts.view.rows.map(({ size }) => size).reduce((a, b) => a + b)).toBe(2357)
  expect(cdnow.cohorts.told.n).toBe(2357)
  expect(northwind.cohorts.view.rows.reduce((sum, { size }) => sum + size, 0)).toBe(89)
  expect(northwind.forecast.view.past).toHaveLength(22)
  expect(tiles.get('retention')).toBeCloseTo(65 / 73, 9)
})

test('the top customers and all others are the revenue of the year', () => {
  const { tiles, top } = found.northwind
  const { rows, other } = top.view
  const revenue = tiles.find(({ view }) => view.name === 'revenue')?.view.value
  expect(rows.reduce((sum, { value }) => sum + value, other?.value ?? 0)).toBe(revenue)
  expect(rows.reduce((sum, { share }) => sum + (share ?? 0), other?.share ?? 0)).toBeCloseTo(1, 9)
})

describe.each([...languages])('in %s', (_, words) => {
  test('every figure tells its definition with the version, n and as-of', () => {
    const html = report(found, words)
    const lines = [...html.matchAll(/<p class="told">(.*?)<\/p>/gs)].map(([, line = '']) => line)
    expect(lines.length).toBe(18)
    for (const line of lines) {
      expect(line).toMatch(/<a href="#[\w.]+\.v\d+">/)
      expect(line).toMatch(/n = [\d,]+ /)
      expect(line).toContain('1998')
    }
    for (const [, id = ''] of html.matchAll(/<a href="#([\w.]+)">/g)) expect(html).toContain(`<div id="${id}"><dt>`)
  })

  test('every code and every definition has words of the language', () => {
    const { northwind, cdnow } = found
    const told = [...Object.values(northwind), ...Object.values(cdnow)].flatMap((one) =>
      typeof one === 'string' ? [] : [one].flat().map((figure) => figure.told),
    )
    const unknown = (known: Readonly<Record<string, unknown>>, codes: readonly string[]) =>
      [...new Set(codes)].filter((code) => !(code in known))
    expect(
      unknown(
        words.warnings,
        told.flatMap(({ warnings }) => warnings),
      ),
    ).toEqual([])
    expect(
      unknown(
        words.excluded,
        told.flatMap(({ excluded }) => Object.keys(excluded)),
      ),
    ).toEqual([])
    const reasons = northwind.churn.view.list.flatMap((one) => one.reasons.map(({ code }) => code))
    expect(unknown(words.reasons, reasons)).toEqual([])
    const formulas = told.map(({ definition }) => definitionOf(definition)).map((of) => of && words.formula(of))
    expect(formulas).not.toContain(undefined)
    expect(formulas.filter((text = '') => /[一-鿿]/.test(text) === (words === en))).toEqual([])
  })
})

const chromium = installed()
const named = chromium === undefined ? 'no Chromium: node scripts/browser.ts installs Debian’s' : 'opened in Chromium'

// Where CI=true a missing browser is a failure.
describe.skipIf(chromium === undefined && process.env.CI !== 'true')(named, () => {
  let browser: Browser
  beforeAll(async () => {
    if (chromium === undefined) throw new Error('there is no Chromium, and CI=true')
    browser = await launch(chromium)
  })
  afterAll(() => browser?.close())

  const look = readFileSync(join(import.meta.dirname, 'look.js'), 'utf8')
  const sizes = [
    { width: 1280, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
    { width: 390, colorScheme: 'dark' },
    { width: 390, colorScheme: 'light' },
  ] as const

  // The same page is made narrow and dark while it is open: it draws anew.
  test.each([...languages])('%s: drawn, readable and quiet, wide and on a phone, light and dark', async (_, words) => {
    const { page, said, asked } = await open(browser, { html: report(found, words), folder }, sizes[0])
    for (const { width, colorScheme } of sizes) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await expect
        .poll(() => page.evaluate(look), { message: `${width} wide, ${colorScheme}`, timeout: 10_000 })
        .toEqual([])
    }
    expect({ said, asked }).toEqual({ said: [], asked: [] })
    await page.close()
  })

  test('texts of the data stay texts, in the page, in a chart and in its tips; nothing asks for anything', async () => {
    const { page, said, asked } = await open(browser, { html: report(fake, en), folder }, sizes[0])
    expect(await page.evaluate("document.querySelector('#top').textContent")).toContain('<img src=x onerror=alert(1)>')
    await page.locator('#top').hover({ position: { x: 20, y: 110 } })
    await expect
      .poll(() => page.evaluate("document.querySelector('#top').innerText"), { timeout: 10_000 })
      .toContain('$76,000 · 10%')
    expect(await page.evaluate("document.querySelectorAll('img').length")).toBe(0)
    expect({ said, asked }).toEqual({ said: [], asked: [] })
    await page.close()
  })
})
