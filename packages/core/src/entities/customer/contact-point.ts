import { type CreateOf, defineEntity, field, type OwnedEntityOf, type RowOf, type System } from '../../schema/index.ts'
import { derivedPoint, pointFields, pointKey, pointOfText } from './point.ts'

/** By what a person is reached. It is written through its contact: `contacts.create({ points: ['138 0000 0001'] })`. */
export const contactPoint = defineEntity({
  name: 'contactPoint',
  plural: 'contactPoints',
  ownedBy: 'contact',
  fields: { contactId: field.ref('contact').generated(), ...pointFields },
  relations: { contact: { to: 'contact', via: 'contactId', inverse: 'points' } },
  indexes: [['kind', 'normal']],
  fromText: pointOfText,
  derive: derivedPoint,
  key: pointKey,
})

export interface ContactPoint extends System, RowOf<typeof contactPoint.fields> {}
export interface ContactPointCreate extends CreateOf<typeof contactPoint.fields> {
  /** Names a point that exists, when the points of a contact are replaced. */
  id?: string
}
export type ContactPointTypes = OwnedEntityOf<typeof contactPoint, ContactPoint, ContactPointCreate>
