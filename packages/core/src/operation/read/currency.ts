import { CrmError } from '../../error/index.ts'
import { type Condition, moneyMeasures } from '../../query/index.ts'
import { entityOf } from '../../schema/index.ts'
import type { Read } from './read.ts'

/**
 * Refuses a condition that would add amounts of different currencies over a to-many relation: `MIXED_CURRENCY`. Where
 * all that it could see has one currency, nothing can be mixed.
 */
export async function checkCurrencies(
  read: Pick<Read, 'engine' | 'caller' | 'session' | 'policy'>,
  where: Condition,
): Promise<void> {
  for (const { relation, within } of moneyMeasures(where)) {
    const entity = entityOf(read.engine.schema, relation.to)
    if (entity.currency === undefined) continue
    const [row] = await read.session.aggregate({
      entity,
      tenant: read.caller.actor.tenant,
      access: read.policy,
      where: within,
      bin: 'without',
      groupBy: [],
      measures: [
        { name: 'least', fn: 'min', path: entity.currency },
        { name: 'most', fn: 'max', path: entity.currency },
      ],
      having: null,
      orderBy: [],
      limit: 1,
    })
    if (row === undefined || row.least === row.most) continue
    throw new CrmError('MIXED_CURRENCY', {
      details: { path: `where.${relation.name}`, currencies: [row.least, row.most] },
      hint: `Name one: { ${relation.name}: { where: { currency: '${String(row.least)}' }, … } }.`,
    })
  }
}
