import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ourNames, type SubjectName } from './subject.ts'

const folder = fileURLToPath(new URL('../peers/', import.meta.url))
const isOurs = (name: SubjectName): boolean => ourNames.some((own) => own === name)

/**
 * The subjects that can be measured. Whom we compare ourselves with is a package of its own, outside of the workspace, so
 * that nobody who only builds and tests has to install it: that is done here, when it is first wanted.
 */
export function present(wanted: readonly SubjectName[]): readonly SubjectName[] {
  const names = [...new Set<SubjectName>(['raw', ...wanted])]
  if (names.every(isOurs) || installed()) return names
  console.log('The peers could not be installed: raw and guanxi are measured without them.')
  return ourNames
}

function installed(): boolean {
  if (existsSync(`${folder}node_modules/.modules.yaml`)) return true
  console.log('Installing the peers in bench/peers …')
  const command = ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=silent']
  const { status } = spawnSync('pnpm', command, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' })
  return status === 0
}
