// Runs a script of package.json after installing: `node scripts/run.mjs <script> [arguments]`.
// Plain JavaScript, so that a Node too old for TypeScript still gets the sentence below.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  fail(
    `Guanxi needs Node 22.18 or newer, and this is Node ${process.versions.node}. If npm should have brought Node 24 along, ` +
      'it was not allowed to run that package’s install script: set npm_config_allow_scripts=node and try again.',
  )
}

const [script, ...rest] = process.argv.slice(2)
if (!script) fail('Which script? node scripts/run.mjs <script> [arguments]')

const install = ['install', '--frozen-lockfile', '--prefer-offline']
// What went wrong is only told by the louder reporter.
if (pnpm([...install, '--reporter=silent']) !== 0 && pnpm(install) !== 0)
  fail('The dependencies could not be installed.')
process.exit(pnpm(['run', '--silent', script, ...rest]))

function pnpm(parameters) {
  const shell = process.platform === 'win32'
  const { status, error } = spawnSync('pnpm', parameters, {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
    shell,
  })
  if (error) fail(`pnpm could not be started: ${error.message}`)
  return status ?? 1
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
