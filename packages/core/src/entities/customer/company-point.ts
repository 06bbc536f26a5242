import { type CreateOf, defineEntity, field, type OwnedEntityOf, type RowOf, type System } from '../../schema/index.ts'
import { derivedPoint, pointFields, pointKey, pointOfText } from './point.ts'

/** By what an organisation is reached. It is written through its company. */
export const companyPoint = defineEntity({
  name: 'companyPoint',
  plural: 'companyPoints',
  ownedBy: 'company',
  fields: { companyId: field.ref('company').generated(), ...pointFields },
  relations: { company: { to: 'company', via: 'companyId', inverse: 'points' } },
  indexes: [['kind', 'normal']],
  fromText: pointOfText,
  derive: derivedPoint,
  key: pointKey,
})

/**
 * By what a company is reached: a row for each number, address or account. `e164` is null where the number is not certain.
 *
 * @example
 * const { points } = await me.companies.get('c_1', { include: { points: true } })
 * const primary: CompanyPoint | undefined = points.find((point) => point.primary)
 */
export interface CompanyPoint extends System, RowOf<typeof companyPoint.fields> {}

/**
 * A contact point as a company's `points` take it. A text does, too: an e-mail address if it has an `@`, else a telephone number.
 *
 * @example
 * const office: CompanyPointCreate = { kind: 'phone', value: '021 5566 7788', label: 'office' }
 * await me.companies.update('c_1', { points: { add: [office] } })
 */
export interface CompanyPointCreate extends CreateOf<typeof companyPoint.fields> {
  /** Names a point that exists, when the points of a company are replaced. */
  id?: string
}
export type CompanyPointTypes = OwnedEntityOf<typeof companyPoint, CompanyPoint, CompanyPointCreate>
