import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Given, StorageName, SubjectName } from './subject.ts'
import type { ComparedWork } from './works/index.ts'

/** What the process of a subject is told to do. */
export type Command =
  | {
      readonly do: 'open'
      readonly subject: SubjectName
      readonly storage: StorageName
      readonly target: string
      readonly given: Given
    }
  | { readonly do: 'run'; readonly work: ComparedWork; readonly from: number; readonly count: number }
  | { readonly do: 'answer'; readonly work: ComparedWork; readonly index: number }
  | { readonly do: 'verify' }
  | { readonly do: 'close' }

/** What it answers. */
export type Answer = { readonly value: unknown } | { readonly error: string }

/** A subject, seen from the process that commands it. */
export interface Runner {
  readonly name: SubjectName
  /** Does the operations of a work from a number on; the time of each, in milliseconds. */
  run(work: ComparedWork, from: number, count: number): Promise<readonly number[]>
  /** What the operation of a number answers. */
  answer(work: ComparedWork, index: number): Promise<unknown>
  verify(): Promise<void>
  close(): Promise<void>
}

/** Starts the process of a subject and has it open a database. */
export async function startSubject(
  name: SubjectName,
  storage: StorageName,
  target: string,
  given: Given,
): Promise<Runner> {
  const child = fork(fileURLToPath(new URL('child.ts', import.meta.url)), {
    execArgv: ['--conditions=source'],
    // Some talk of what they do.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const ask = async (command: Command): Promise<unknown> => {
    child.send(command)
    const [answer]: readonly (Answer | undefined)[] = await Promise.race([
      once(child, 'message'),
      ended.then(() => [undefined]),
    ])
    if (answer === undefined) throw new Error(`the process of ${name} ended`)
    if ('error' in answer) throw new Error(`${name}: ${answer.error}`)
    return answer.value
  }
  const runner: Runner = {
    name,
    run: async (work, from, count) => (await ask({ do: 'run', work, from, count })) as readonly number[],
    answer: (work, index) => ask({ do: 'answer', work, index }),
    verify: async () => void (await ask({ do: 'verify' })),
    async close() {
      try {
        if (child.connected) await ask({ do: 'close' })
      } finally {
        child.kill()
        await ended
      }
    },
  }
  try {
    await ask({ do: 'open', subject: name, storage, target, given })
  } catch (error) {
    child.kill()
    throw error
  }
  return runner
}
