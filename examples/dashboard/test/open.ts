import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A Chromium of its own, with a new profile. */
export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: flags, chromiumSandbox: false })

export interface Opened {
  readonly page: Page
  /** What the console said, and what was thrown. */
  readonly said: string[]
  /** What was asked for beside the file itself. */
  readonly asked: string[]
}

/** A page of the size and in the colours, with nothing but the file. */
export async function open(
  browser: Browser,
  { html, folder }: { readonly html: string; readonly folder: string },
  { width, colorScheme }: { readonly width: number; readonly colorScheme: 'light' | 'dark' },
): Promise<Opened> {
  const file = join(folder, 'report.html')
  writeFileSync(file, html)
  const { href } = pathToFileURL(file)
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
  const [said, asked]: [string[], string[]] = [[], []]
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(error.message))
  page.on('request', (request) => {
    if (request.url() !== href) asked.push(request.url())
  })
  await page.goto(href)
  return { page, said, asked }
}
