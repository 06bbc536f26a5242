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

/**
 * By what a person is reached: a row for each number, address or account. `e164` is null where the number is not certain.
 *
 * @example
 * const { points } = await me.contacts.get('p_1', { include: { points: true } })
 * const wechat: ContactPoint | undefined = points.find(({ kind }) => kind === 'wechat')
 */
export interface ContactPoint extends System, RowOf<typeof contactPoint.fields> {}

/**
 * A contact point as a contact's `points` take it. A text does, too: an e-mail address if it has an `@`, else a telephone number.
 *
 * @example
 * const wechat: ContactPointCreate = { kind: 'wechat', value: 'wang_fang', label: 'private' }
 * await me.contacts.update('p_1', { points: { add: [wechat] } })
 */
export interface ContactPointCreate extends CreateOf<typeof contactPoint.fields> {
  /** Names a point that exists, when the points of a contact are replaced. */
  id?: string
}
export type ContactPointTypes = OwnedEntityOf<typeof contactPoint, ContactPoint, ContactPointCreate>
