// A process of clients: it serves them as it is told, for as long as it is told, and says how long each of their calls took.
import { contactOf, stages } from '../sample.ts'
import type { OurName, StorageName } from '../subject.ts'
import { served } from './subject.ts'

/** What a process is told when it begins. */
export interface Assignment {
  readonly subject: OurName
  readonly storage: StorageName
  /** The file or URL of the database. */
  readonly target: string
  /** The numbers of its clients, among all. */
  readonly clients: readonly number[]
  readonly all: number
  /** What they do, in turns. */
  readonly acts: readonly Act[]
  /** Deals that nobody else moves. */
  readonly deals: readonly string[]
  /** The first contact that nobody has made. */
  readonly next: number
}
export type Act = 'create' | 'move' | 'list'

/** What a process tells: milliseconds of each call. */
export type Told = Readonly<Record<Act, readonly number[]>>

const { subject, storage, target, clients, all, acts, deals, next }: Assignment = JSON.parse(process.argv[2] ?? '{}')
const server = await served(subject, storage, target)
let moved = 0
const made = new Map(clients.map((client) => [client, 0]))

async function act(client: number, kind: Act): Promise<void> {
  if (kind === 'list') await server.list()
  else if (kind === 'create') {
    const own = made.get(client) ?? 0
    made.set(client, own + 1)
    await server.create(contactOf(next + own * all + client))
  } else {
    const turn = moved++
    const id = deals[turn % deals.length] as string
    // Every deal begins in the first of the stages.
    await server.move(id, stages[(1 + Math.floor(turn / deals.length)) % stages.length] as string)
  }
}

async function serve(milliseconds: number): Promise<Told> {
  const told = { create: [] as number[], move: [] as number[], list: [] as number[] }
  const end = performance.now() + milliseconds
  const client = async (number: number) => {
    for (let i = number; performance.now() < end; i++) {
      const kind = acts[i % acts.length] as Act
      const start = performance.now()
      await act(number, kind)
      told[kind].push(performance.now() - start)
    }
  }
  await Promise.all(clients.map(client))
  return told
}

process.on('message', (message: { readonly milliseconds: number } | 'list' | 'end') => {
  const answer = async () => {
    if (message === 'end') {
      await server.close()
      process.disconnect()
    } else process.send?.(message === 'list' ? await server.list() : await serve(message.milliseconds))
  }
  answer().catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
})
process.send?.('ready')
