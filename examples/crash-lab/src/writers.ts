/** What one writer has said it did, over all the processes that had its name. */
export interface Said {
  readonly name: string
  /** The deal of each number that was acknowledged. */
  readonly acknowledged: Map<number, string>
  /** Numbers that were begun. */
  readonly tried: Set<number>
  /** How often a number was begun that had been begun before. */
  retried: number
  /** How often a call was refused for the moment. */
  refused: number
}

export const silent = (name: string): Said => ({
  name,
  acknowledged: new Map(),
  tried: new Set(),
  retried: 0,
  refused: 0,
})

/** Takes down a line. */
export function hear(said: Said, line: string): void {
  const [word, number, id = ''] = line.split(' ')
  const n = Number(number)
  if (word === 'AGAIN') said.refused++
  if (word === 'TRY') {
    if (said.tried.has(n)) said.retried++
    said.tried.add(n)
  }
  if (word === 'ACK') said.acknowledged.set(n, id)
}

/** The first number that is not acknowledged: where the next process of this name begins. */
export function next({ acknowledged }: Said): number {
  let n = 0
  while (acknowledged.has(n)) n++
  return n
}
