import { among, selectAll, selectOf } from '../operation/index.ts'
import type { Literal } from '../query/index.ts'
import { type EntityIR, entityOf, type OneIR, type Row } from '../schema/index.ts'
import { type Finding, mostIds } from '../storage/index.ts'
import type { Looking, TenantCheck } from './check.ts'

/** References to records that are not there, not even in the bin; and rows that belong to nobody. */
export const orphans: TenantCheck = async (looking) => {
  const findings: Finding[] = []
  for (const entity of looking.view.schema.entities.values()) {
    for (const relation of entity.one.values()) {
      // Whoever a user is, is the host's to say: see `owners`.
      if (relation.on.name !== 'id') continue
      const found = await dangling(looking, entity, relation)
      if (found.length > 0) findings.push(findingOf(entity, relation, found))
    }
  }
  return findings
}

async function dangling(
  { session, tenant, view }: Looking,
  entity: EntityIR,
  relation: OneIR,
): Promise<readonly Row[]> {
  const { via, on, to } = relation
  const rows = await selectAll(
    session,
    selectOf(entity, tenant, {
      bin: 'with',
      where: {
        node: 'and',
        all: [
          { node: 'isNull', field: via, negated: true },
          { node: 'one', relation, is: 'none' },
        ],
      },
    }),
  )
  // What is in the bin is there; conditions see only what is alive.
  const target = entityOf(view.schema, to)
  const values = [...new Set(rows.map((row) => row[via.name] as Literal))]
  const there = new Set<unknown>()
  for (let start = 0; start < values.length; start += 1000) {
    const where = among(on, values.slice(start, start + 1000))
    for (const row of await selectAll(session, selectOf(target, tenant, { bin: 'with', where })))
      there.add(row[on.name])
  }
  return rows.filter((row) => !there.has(row[via.name]))
}

function findingOf(entity: EntityIR, { name, via, to }: OneIR, rows: readonly Row[]): Finding {
  const about = {
    severity: 'error',
    entity: entity.name,
    count: rows.length,
    ids: rows.slice(0, mostIds).map((row) => String(row.id)),
  } as const
  if (entity.ownedBy?.name === name) {
    return {
      code: 'owned_by_nothing',
      problem: `${rows.length} ${entity.plural} belong to a ${to} that does not exist.`,
      fix: `Restore the ${to} from a backup under its id, or delete these rows from the table of ${entity.plural}.`,
      ...about,
    }
  }
  return {
    code: 'orphan',
    problem: `${rows.length} ${entity.plural} name in ${via.name} a ${to} that does not exist.`,
    fix: via.nullable
      ? `Give them another ${to}, or none: \`${entity.plural}.updateMany({ where: { id: { in: ids } }, set: { ${via.name}: null } })\`.`
      : `Give them another ${to}: \`${entity.plural}.updateMany({ where: { id: { in: ids } }, set: { ${via.name} } })\`.`,
    ...about,
  }
}
