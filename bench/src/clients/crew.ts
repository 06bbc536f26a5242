import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Act, Assignment, Told } from './client-process.ts'

/** Processes of clients who are served in the same way. */
export interface Crew {
  /** What all of them did for so long. */
  serve(milliseconds: number): Promise<Told>
  /** The same list as one client gets it. */
  list(): Promise<unknown>
  end(): Promise<void>
}

/** Starts processes, and waits until they are connected. */
export async function crewOf(assignments: readonly Assignment[]): Promise<Crew> {
  const children = assignments.map((assignment) => {
    const path = join(import.meta.dirname, 'client-process.ts')
    return fork(path, [JSON.stringify(assignment)], { execArgv: ['--conditions=source'] })
  })
  await Promise.all(children.map((child) => answer(child)))
  const ask = (child: ChildProcess, message: object | string) => {
    const answered = answer(child)
    child.send(message)
    return answered
  }
  return {
    async serve(milliseconds) {
      const told = (await Promise.all(children.map((child) => ask(child, { milliseconds })))) as readonly Told[]
      const of = (act: Act) => told.flatMap((one) => one[act])
      return { create: of('create'), move: of('move'), list: of('list') }
    },
    list: () => ask(children[0] as ChildProcess, 'list'),
    async end() {
      for (const child of children) {
        if (child.exitCode !== null) continue
        child.send('end')
        await once(child, 'exit')
      }
    },
  }
}

async function answer(child: ChildProcess): Promise<unknown> {
  const stop = new AbortController()
  try {
    const { signal } = stop
    const gone = once(child, 'exit', { signal }).then(() => {
      throw new Error('a process of clients ended')
    })
    const [message] = await Promise.race([once(child, 'message', { signal }), gone])
    return message
  } finally {
    stop.abort()
  }
}
