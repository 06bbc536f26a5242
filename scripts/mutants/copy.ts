import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Copies the sources of a checkout, whatever of them is committed, and links what is installed. */
export function copyCheckout(from: string, to: string): void {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const files = execFileSync('git', list, { cwd: from, encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\0')
  for (const file of files) {
    if (file === '' || file.startsWith('fixtures/') || !existsSync(join(from, file))) continue
    mkdirSync(dirname(join(to, file)), { recursive: true })
    cpSync(join(from, file), join(to, file))
  }
  linkModules(from, to, to)
  for (const name of readdirSync(join(to, 'packages'))) {
    linkModules(join(from, 'packages', name), join(to, 'packages', name), to)
  }
}

/** What comes from outside is the checkout's own; what is ours is the copy's. */
function linkModules(from: string, to: string, copy: string): void {
  const [installed, linked] = [join(from, 'node_modules'), join(to, 'node_modules')]
  if (!existsSync(installed)) return
  mkdirSync(join(linked, '@guanxi'), { recursive: true })
  for (const name of readdirSync(installed)) {
    if (name !== '@guanxi' && !name.startsWith('.'))
      symlinkSync(realpathSync(join(installed, name)), join(linked, name), 'junction')
  }
  if (!existsSync(join(installed, '@guanxi'))) return
  for (const name of readdirSync(join(installed, '@guanxi'))) {
    symlinkSync(join(copy, 'packages', name), join(linked, '@guanxi', name), 'junction')
  }
}
