import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

// The browser of a test that opens a page: Debian's own, or whichever Chromium there is.
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Where a Chromium is; undefined where there is none. */
export const browser = (): string | undefined => places.find((path) => existsSync(path))

/** Installs Debian's where there is none, if this is a machine where one may. Answers what became of it. */
export function ensureBrowser(): string {
  const found = browser()
  if (found !== undefined) return found
  if (process.getuid?.() !== 0) return 'no Chromium, and only root may install one'
  const apt = (...parameters: string[]) =>
    spawnSync('apt-get', parameters, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: 'ignore',
      timeout: 300_000,
    }).status === 0
  const done = apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', 'chromium')
  return (done ? browser() : undefined) ?? 'no Chromium, and apt-get could not install one'
}

if (process.argv[1] === import.meta.filename) console.log(ensureBrowser())
