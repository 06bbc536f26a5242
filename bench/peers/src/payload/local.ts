import type { BasePayload, Where } from 'payload'

type Document = Readonly<Record<string, unknown>>
/** What a call of the local API takes part in. */
export type Request = { transactionID?: string | number }

/** The local API without permissions and without following relations, in transactions; it counts what it makes. */
export class Local {
  readonly #payload: BasePayload
  readonly #made = new Map<string, number>()

  constructor(payload: BasePayload) {
    this.#payload = payload
  }

  /** Runs something in a transaction. */
  async inTransaction<T>(run: (req: Request) => Promise<T>): Promise<T> {
    const { db } = this.#payload
    const transactionID = await db.beginTransaction()
    if (transactionID === null) throw new Error('Payload began no transaction')
    try {
      const result = await run({ transactionID })
      await db.commitTransaction(transactionID)
      return result
    } catch (error) {
      await db.rollbackTransaction(transactionID)
      throw error
    }
  }

  async create(collection: string, data: Document, req: Request): Promise<Document> {
    const made = await this.#payload.create({ collection, data, req, depth: 0, overrideAccess: true })
    this.count(collection, 1)
    return made
  }

  async find(
    collection: string,
    where: Where,
    limit: number,
    sort?: string,
    req?: Request,
  ): Promise<readonly Document[]> {
    const { docs } = await this.#payload.find({
      ...{ collection, where, limit, depth: 0, pagination: false, overrideAccess: true },
      ...(sort === undefined ? {} : { sort }),
      ...(req === undefined ? {} : { req }),
    })
    return docs
  }

  /** How many it changed. */
  async update(collection: string, where: Where, data: Document, req: Request): Promise<number> {
    const { docs } = await this.#payload.update({ collection, where, data, req, depth: 0, overrideAccess: true })
    return docs.length
  }

  /** So many were made, here or past the API. */
  count(collection: string, made: number): void {
    this.#made.set(collection, (this.#made.get(collection) ?? 0) + made)
  }

  /** Everything that was made is there, once. */
  async verify(): Promise<void> {
    for (const [collection, made] of this.#made) {
      const { totalDocs } = await this.#payload.count({ collection, overrideAccess: true })
      if (totalDocs !== made) throw new Error(`${collection}: ${made} were made, and ${totalDocs} are there`)
    }
  }
}
