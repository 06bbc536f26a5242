import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A process of the lab, and what it has said. */
export interface Child {
  readonly process: ChildProcess
  /** Whether it is at work. */
  ready: boolean
  /** How many lines it has said. */
  lines: number
  /** Resolves when it is gone. */
  readonly gone: Promise<void>
}

/** Processes that live for a moment need not read the same code again each time. */
const cache = join(tmpdir(), 'guanxi-crash-lab-code')

/** Starts a script of this folder, and hands on each whole line that it says: half a line was not said. */
export function start(script: string, args: readonly string[], hear: (line: string) => void): Child {
  const spawned = spawn(process.execPath, ['--conditions=source', join(import.meta.dirname, script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  })
  const gone = new Promise<void>((resolve) => spawned.once('close', () => resolve()))
  const child: Child = { process: spawned, ready: false, lines: 0, gone }
  let rest = ''
  spawned.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line === 'READY') child.ready = true
      child.lines++
      hear(line)
    }
  })
  return child
}
