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

export interface CompanyPoint extends System, RowOf<typeof companyPoint.fields> {}
export interface CompanyPointCreate extends CreateOf<typeof companyPoint.fields> {
  /** Names a point that exists, when the points of a company are replaced. */
  id?: string
}
export type CompanyPointTypes = OwnedEntityOf<typeof companyPoint, CompanyPoint, CompanyPointCreate>
