import { grouped, type Invariant, keyOf, rowsOf } from './invariant.ts'

const past: Readonly<Record<string, string>> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
  restore: 'restored',
  move: 'moved',
}

/** I5: each change that the audit knows has its one fact in the outbox, and each fact of a change its row of the audit. */
export const outbox: Invariant = {
  id: 'I5',
  broken(judged) {
    const changes = rowsOf(judged, 'audit').filter(({ action }) => Object.hasOwn(past, String(action)))
    const due = grouped(changes, ({ tenant, entity, record_id, version, action }) =>
      keyOf(tenant, `${entity}.${past[String(action)]}`, record_id, Number(version)),
    )
    const own = new Set(judged.entities.flatMap(({ name }) => Object.values(past).map((word) => `${name}.${word}`)))
    const told = grouped(
      rowsOf(judged, 'outbox').filter(({ type }) => own.has(String(type))),
      ({ tenant, type, record_id, version }) => keyOf(tenant, type, record_id, Number(version)),
    )
    const wrong = [...due].flatMap(([key, rows]) =>
      told.get(key)?.length === rows.length ? [] : [`${key} was told ${told.get(key)?.length ?? 0} times`],
    )
    return [
      ...wrong,
      ...[...told.keys()].filter((key) => !due.has(key)).map((key) => `${key} was told, and never happened`),
    ]
  },
}
