// A subject in a process of its own, so that no other's garbage, compiled code and memory disturb it. It does what its parent
// asks, one command after the other, and measures its own time.
import { openSubject } from './open.ts'
import type { Answer, Command } from './process.ts'
import type { Given, Subject } from './subject.ts'
import { works } from './works/index.ts'

let subject: Subject | undefined
let given: Given | undefined

process.on('message', async (command: Command) => {
  let answer: Answer
  try {
    answer = { value: await obey(command) }
  } catch (error) {
    answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
  process.send?.(answer)
})
process.once('disconnect', () => process.exit())

async function obey(command: Command): Promise<unknown> {
  if (command.do === 'open') {
    subject = await openSubject(command.subject, command.storage, command.target, command.given)
    given = subject.given ?? command.given
    await subject.prepare?.(given.positions)
    return undefined
  }
  if (subject === undefined || given === undefined) throw new Error('nothing is open')
  switch (command.do) {
    case 'run':
      return await run(subject, given, command)
    case 'answer':
      return await works[command.work].operation(subject, given, command.index)()
    case 'verify':
      return await subject.verify?.()
    case 'close':
      return await subject.close()
  }
}

/** The time of each operation, in milliseconds. */
async function run(
  one: Subject,
  given: Given,
  { work, from, count }: Extract<Command, { do: 'run' }>,
): Promise<number[]> {
  const { units, operation } = works[work]
  const by = units?.(given) ?? 1
  const times = new Array<number>(count)
  for (let i = 0; i < count; i++) {
    const ask = operation(one, given, from + i)
    const start = performance.now()
    await ask()
    times[i] = (performance.now() - start) / by
  }
  return times
}
