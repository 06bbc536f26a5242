import { fieldOf, type Row } from '../../schema/index.ts'
import type { Session } from '../../storage/index.ts'
import { among, findAll, pagesOf } from '../find.ts'
import { coveredDigest, rowDigest, sealDigest } from './digests.ts'
import { by, type Ledger, sealable } from './ledger.ts'
import type { AuditHead, AuditProblem } from './types.ts'

/** Goes along the chain, seal by seal: does each follow from the one before, and cover what it says it does? */
export class Chain {
  readonly #ledger: Ledger
  readonly #session: Session
  readonly #problems: AuditProblem[] = []
  #kept: AuditHead | undefined
  #digest: unknown = null
  /** The number of the last seal. */
  last = 0
  count = 0
  head: AuditHead | null = null
  /** The rows that were withdrawn, by the receipt that they name. */
  readonly receipts = new Map<string, string[]>()

  constructor(ledger: Ledger, session: Session, kept: AuditHead | undefined) {
    this.#ledger = ledger
    this.#session = session
    this.#kept = kept
  }

  /** The next seals, in order of their numbers. */
  async take(seals: readonly Row[]): Promise<void> {
    for (const seal of seals) {
      const number = Number(seal.number)
      this.#follow(seal, number)
      if ((await sealDigest(this.#ledger.tenant, seal)) !== seal.digest) this.#wrong(number, 'seal_changed')
      await this.#cover(seal, number)
      this.last = Math.max(number, this.last)
      this.#digest = seal.digest
      this.count++
      this.head = { number, digest: String(seal.digest) }
      if (this.#kept?.number !== number) continue
      if (this.#kept.digest !== seal.digest) this.#wrong(number, 'head_changed')
      this.#kept = undefined
    }
  }

  /** What is wrong, when there are no more seals. */
  end(): readonly AuditProblem[] {
    if (this.#kept !== undefined) this.#wrong(this.#kept.number, 'seal_missing')
    return this.#problems
  }

  #follow({ previous }: Row, number: number): void {
    if (number <= this.last) this.#wrong(number, 'seal_added')
    else if (number > this.last + 1) this.#wrong(this.last + 1, 'seal_missing')
    else if (previous !== this.#digest) this.#wrong(number, 'chain_broken')
  }

  /** The rows that a seal covers. */
  async #cover({ count, rows }: Row, number: number): Promise<void> {
    const { auditDigest } = this.#ledger.system
    const where = among(fieldOf(auditDigest, 'seal'), [number])
    const digests: Row[] = []
    for await (const page of pagesOf(this.#session, by(this.#ledger, auditDigest, ['row', 'id'], { where }))) {
      digests.push(...page)
      await this.#prove(page, number)
    }
    if (digests.length !== count || (await coveredDigest(digests)) !== rows) this.#wrong(number, 'digests_changed')
  }

  async #prove(digests: readonly Row[], number: number): Promise<void> {
    const current = digests.filter(({ receipt }) => receipt === null)
    const ids = current.map(({ row }) => String(row))
    for (const { row, receipt } of digests) {
      if (receipt === null) continue
      const named = this.receipts.get(String(receipt)) ?? []
      this.receipts.set(String(receipt), named)
      named.push(String(row))
    }
    const { tenant } = this.#ledger
    const found = []
    for (const entity of ids.length === 0 ? [] : sealable(this.#ledger))
      for (const row of (await findAll(this.#session, entity, tenant, ids, { bin: 'with' })).values())
        found.push([String(row.id), { entity, row }] as const)
    const byId = new Map(found)
    const said = await Promise.all(
      current.map(async ({ row: id, salt }) => {
        const there = byId.get(String(id))
        if (there === undefined) return undefined
        return there.row.seal === number ? rowDigest(there.entity, there.row, String(salt)) : null
      }),
    )
    for (const [i, { row, digest }] of current.entries()) {
      const id = String(row)
      if (said[i] === undefined) this.#problems.push({ id, problem: 'row_missing' })
      else if (said[i] !== digest) this.#problems.push({ id, problem: 'row_changed' })
    }
  }

  #wrong(seal: number, problem: Extract<AuditProblem, { readonly seal: number }>['problem']): void {
    this.#problems.push({ seal, problem })
  }
}
