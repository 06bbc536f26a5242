import type { EntityIR, Row } from '../../schema/index.ts'
import { sha256 } from '../../time/index.ts'
import { canonical } from '../canonical.ts'

/** What a row says, as a digest that nobody can try out who does not know the salt. */
export function rowDigest(entity: EntityIR, row: Row, salt: string): Promise<string> {
  // Fields of others come and go with them; what is null may be a field that did not exist then.
  const said = [...entity.fields.values()].filter(({ name, owner }) => owner === entity.owner && name !== 'seal')
  const values = said.flatMap(({ name }) => ((row[name] ?? null) === null ? [] : [[name, row[name]] as const]))
  return sha256(`${salt} ${entity.name} ${canonical(Object.fromEntries(values))}`)
}

/** The digest of what a seal covers: rows of `auditDigest`. */
export const coveredDigest = (digests: readonly Row[]): Promise<string> =>
  sha256(JSON.stringify(digests.map(({ row, digest, id }) => [row, digest, id]).toSorted(byFirst)))

/** The digest of the ids of rows. */
export const idsDigest = (ids: readonly string[]): Promise<string> => sha256(JSON.stringify(ids.toSorted()))

/** A seal's own digest: it follows from the one before. */
export const sealDigest = (tenant: string, { id, number, at, count, rows, previous }: Row): Promise<string> =>
  sha256(JSON.stringify([tenant, previous, id, number, at, count, rows]))

const byFirst = ([a]: readonly unknown[], [b]: readonly unknown[]): number => (String(a) < String(b) ? -1 : 1)
