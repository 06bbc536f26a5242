import { CrmError } from '../../error/index.ts'
import { type Condition, missingAt, moneyMeasures, rateMissing } from '../../query/index.ts'
import type { Read } from './read.ts'

/**
 * Refuses a condition that would add amounts of different currencies over a to-many relation: `MIXED_CURRENCY`, and of
 * amounts without a value in the report currency: `RATE_MISSING`. Where all that it could see has one currency, nothing
 * can be mixed.
 */
export async function checkCurrencies(
  read: Pick<Read, 'engine' | 'caller' | 'session' | 'policy'>,
  where: Condition,
): Promise<void> {
  for (const { relation, within, field, entity, currency } of moneyMeasures(where, read.caller.view.schema)) {
    const [row] = await read.session.aggregate({
      entity,
      tenant: read.caller.actor.tenant,
      access: read.policy,
      where: within,
      bin: 'without',
      groupBy: [],
      measures: [
        { name: 'least', fn: 'min', path: currency },
        { name: 'most', fn: 'max', path: currency },
        { name: 'missing', fn: 'count', path: undefined, where: missingAt(currency) },
      ],
      having: null,
      orderBy: [],
      limit: 1,
    })
    if (row === undefined) continue
    if (field.report !== undefined && Number(row.missing) > 0) throw rateMissing(field.report, `where.${relation.name}`)
    if (row.least === row.most) continue
    throw new CrmError('MIXED_CURRENCY', {
      details: { path: `where.${relation.name}`, currencies: [row.least, row.most] },
      hint: `Name one: { ${relation.name}: { where: { currency: '${String(row.least)}' }, … } }.`,
    })
  }
}
