// What would be published: packs every public package, checks the tarballs, installs them with npm into an empty project and
// runs the README's first snippet there. Needs `pnpm build` before.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..')
const temporary = await mkdtemp(join(tmpdir(), 'guanxi-packages-'))
const problems: string[] = []
try {
  const packages = await publicPackages()
  const tarballs = await Promise.all(packages.map((name) => pack(name)))
  await Promise.all([...tarballs.flatMap((tarball) => [publint(tarball), attw(tarball)]), install(packages, tarballs)])
} finally {
  await rm(temporary, { recursive: true, force: true })
}
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1

async function publicPackages(): Promise<string[]> {
  const names = await readdir(join(root, 'packages'))
  const manifests = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(root, 'packages', name, 'package.json'), 'utf8'))),
  )
  return names.filter((_, i) => manifests[i].private !== true)
}

/** What can be imported of a package: `@guanxi/core`, `@guanxi/core/storage`. */
async function entries(name: string): Promise<string[]> {
  const { exports } = JSON.parse(await readFile(join(root, 'packages', name, 'package.json'), 'utf8'))
  return Object.keys(exports).map((entry) => `@guanxi/${name}${entry.slice(1)}`)
}

async function pack(name: string): Promise<string> {
  const destination = join(temporary, name)
  await mkdir(destination)
  await run('pnpm', ['pack', '--pack-destination', destination], join(root, 'packages', name))
  return join(destination, (await readdir(destination))[0] ?? '')
}

async function publint(tarball: string): Promise<void> {
  await run('pnpm', ['exec', 'publint', 'run', '--strict', tarball], root)
}

async function attw(tarball: string): Promise<void> {
  await run('pnpm', ['exec', 'attw', '--profile', 'esm-only', '--quiet', tarball], root)
}

async function install(packages: string[], tarballs: string[]): Promise<void> {
  const project = join(temporary, 'project')
  await mkdir(project)
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }))
  if (
    !(await run(
      'npm',
      ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs],
      project,
    ))
  )
    return
  const skill = join(project, 'node_modules/@guanxi/core/skills/guanxi/SKILL.md')
  if (!existsSync(skill)) problems.push('@guanxi/core: the tarball has no skills/guanxi/SKILL.md')
  const imports = (await Promise.all(packages.map(entries))).flat().map((entry) => `import '${entry}'\n`)
  await writeFile(join(project, 'imports.mjs'), imports.join(''))
  await run(process.execPath, ['imports.mjs'], project)
  await snippet(project)
}

/** The README's first TypeScript block, whose output is the block that follows it. */
async function snippet(project: string): Promise<void> {
  const readme = await readFile(join(root, 'README.md'), 'utf8').catch(() => '')
  const [, code, expected] = /```ts\n(.*?)```.*?```\w*\n(.*?)```/s.exec(readme) ?? []
  if (code === undefined || expected === undefined) {
    problems.push('README.md: no TypeScript block followed by a block with its output')
    return
  }
  await writeFile(join(project, 'snippet.ts'), code)
  const output = await run(process.execPath, ['snippet.ts'], project)
  if (output && output.stdout.trim() !== expected.trim()) {
    problems.push(`README.md: its snippet prints\n${output.stdout}\nand not\n${expected}`)
  }
}

async function run(file: string, parameters: string[], cwd: string): Promise<{ stdout: string } | undefined> {
  try {
    return await promisify(execFile)(file, parameters, {
      cwd,
      shell: process.platform === 'win32' && file !== process.execPath,
    })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    problems.push(`${file} ${parameters.join(' ')}\n${stdout}${stderr}`)
    return undefined
  }
}
