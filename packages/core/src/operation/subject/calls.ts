import { always } from '../../query/index.ts'
import { isPersonal, type Row } from '../../schema/index.ts'
import { pagesOf, selectOf } from '../find.ts'
import { type Run, tenantOf, unitOf } from '../run.ts'
import type { Known } from './reach.ts'

/** Calls kept under an idempotency key, by id. */
interface Calls {
  /** What was asked or answered names one of the records, or an address of the person. */
  readonly telling: readonly string[]
  /** The key itself does. */
  readonly named: readonly string[]
}

/** Whether a JSON text names one of the records, or an address of the person. */
export function naming(known: Known): (text: string) => boolean {
  const ids = new Set([...known.values()].flatMap((rows) => [...rows.keys()]))
  const addresses = addressesOf(known)
  return (text) => addresses.some((address) => text.includes(address)) || text.split('"').some((part) => ids.has(part))
}

/** The stored calls that tell of a person. No index leads there: each one is looked at. */
export async function callsAbout(run: Run, known: Known): Promise<Calls> {
  const { idempotency } = run.engine.system
  const names = naming(known)
  const calls = { telling: [] as string[], named: [] as string[] }
  const all = selectOf(idempotency, tenantOf(run), { where: always, bin: 'with' })
  for await (const page of pagesOf(unitOf(run).tx, all)) {
    for (const { id, fingerprint, result } of page) {
      if (id === run.claimed) continue
      if (names(id as string)) calls.named.push(id as string)
      else if (names(`${fingerprint} ${JSON.stringify(result)}`)) calls.telling.push(id as string)
    }
  }
  return calls
}

/** What reaches this person and nobody else, as it is spelled in a JSON text. */
function addressesOf(known: Known): readonly string[] {
  const addresses = new Set<string>()
  for (const [entity, rows] of known) {
    const fields = [...entity.fields.values()].filter(
      (field) => isPersonal(field) && (field.kind === 'email' || field.kind === 'phone' || field.unique === true),
    )
    for (const row of rows.values()) for (const { name } of fields) if (isAddress(row[name])) addresses.add(row[name])
  }
  return [...addresses].map((address) => JSON.stringify(address).slice(1, -1))
}

const isAddress = (value: Row[string]): value is string => typeof value === 'string' && value.length > 4
