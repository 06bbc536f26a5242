/** A log that is written with records of which facts tell. */
export interface Riding {
  /** The entity whose facts tell of it; undefined: facts of its own do. */
  readonly with: string | undefined
  readonly facts: readonly string[]
  /** The field that holds the id of the record that a fact is about; undefined: any of the tenant's rows may be others. */
  readonly by: string | undefined
}

/**
 * The logs that permissions look at: who is below whom, and who works on a record that is not his own. Without them whoever
 * sees more than his own records would be answered by the main storage.
 */
export const riding: ReadonlyMap<string, Riding> = new Map([
  ['memberReach', { with: 'member', facts: [], by: undefined }],
  ['recordMember', { with: undefined, facts: ['record.shared', 'record.unshared'], by: 'recordId' }],
])

/** The facts that tell of those among some entities, beside what is told of records. */
export const factsOf = (entities: readonly string[]): readonly string[] =>
  entities.flatMap((name) => riding.get(name)?.facts ?? [])
