import type { CustomInput } from './custom-types.ts'
import type { Entity, Relations } from './entity.ts'

/**
 * One entity's part of a types interface, from its definition and its named rows.
 *
 * @example
 * const course = defineEntity({ name: 'course', plural: 'courses', fields: { name: field.string().plain() } })
 * interface Course extends System, RowOf<typeof course.fields> {}
 * interface CourseCreate extends CreateOf<typeof course.fields> {}
 * type Entities = { course: EntityOf<typeof course, Course, CourseCreate> }
 */
export interface EntityOf<D extends Entity, Row, Create> {
  plural: D['plural']
  row: Row
  create: Create
  one: { [K in keyof D['relations']]: D['relations'][K]['to'] }
}

/**
 * What {@link EntityOf} is for an entity that is written through its owner (`ownedBy`): it has reads, and no writes of its own.
 *
 * @example
 * const seat = defineEntity({
 *   name: 'seat',
 *   plural: 'seats',
 *   ownedBy: 'company',
 *   fields: { companyId: field.ref('company').generated(), row: field.integer() },
 *   relations: { company: { to: 'company', via: 'companyId', inverse: 'seats' } },
 * })
 * interface Seat extends System, RowOf<typeof seat.fields> {}
 * interface SeatCreate extends CreateOf<typeof seat.fields> {}
 * type Entities = { seat: OwnedEntityOf<typeof seat, Seat, SeatCreate> }
 */
export interface OwnedEntityOf<D extends Entity, Row, Create> extends EntityOf<D, Row, Create> {
  owned: true
}

/**
 * What {@link EntityOf} is for an entity whose records are persons (`subject`): it has `exportSubject` and `eraseSubject`, too.
 *
 * @example
 * const pupil = defineEntity({ name: 'pupil', plural: 'pupils', subject: true, fields: { name: field.string().pii() } })
 * interface Pupil extends System, RowOf<typeof pupil.fields> {}
 * interface PupilCreate extends CreateOf<typeof pupil.fields> {}
 * type Entities = { pupil: SubjectOf<typeof pupil, Pupil, PupilCreate> }
 */
export interface SubjectOf<D extends Entity, Row, Create> extends EntityOf<D, Row, Create> {
  subject: true
}

type TargetsOf<R extends Relations> = R[keyof R]['to']
type WaysBack<R extends Relations, To> = {
  [K in keyof R]: R[K]['to'] extends To ? R[K]['inverse'] : never
}[keyof R]
// Without an `as` clause: TypeScript would work out such keys again at every use of `keyof`.
/**
 * The other end of an entity's relations: `company.tickets`.
 *
 * @example
 * const visit = defineEntity({
 *   name: 'visit',
 *   plural: 'visits',
 *   fields: { contactId: field.ref('contact') },
 *   relations: { contact: { to: 'contact', via: 'contactId', inverse: 'visits' } },
 * })
 * type Entities = InverseOf<typeof visit> // contacts have `visits`
 */
export type InverseOf<D extends Entity> = {
  [To in TargetsOf<D['relations']>]: { many: { [I in WaysBack<D['relations'], To>]: D['name'] } }
}

/**
 * What the types compute with. A part may be partial: the parts of one entity intersect.
 *
 * @example
 * const noted: EntityTypes = { row: { note: 'what a plugin adds to the rows of an entity' } }
 */
export interface EntityTypes {
  plural?: string
  row?: object
  create?: object
  one?: object
  many?: object
}

/**
 * Types that know entities: a plugin's, the core's, an instance's.
 *
 * @example
 * const countAll = <T extends HasEntities>(entity: NameIn<T>, counts: ReadonlyMap<NameIn<T>, number>) => counts.get(entity)
 */
export interface HasEntities {
  entities: object
}

/**
 * The names of the entities.
 *
 * @example
 * const entity: NameIn<CoreTypes> = 'deal'
 */
export type NameIn<T extends HasEntities> = keyof T['entities']

/**
 * An entity's row among all entities.
 *
 * @example
 * const titleOf = (deal: RowIn<CoreTypes, 'deal'>) => deal.title
 */
export type RowIn<T extends HasEntities, E extends NameIn<T>> = T['entities'][E] extends { row: infer R } ? R : never

/**
 * What a creation of an entity takes.
 *
 * @example
 * const deal: CreateIn<CoreTypes, 'deal'> = { title: '年度合同', companyId: 'c_1', custom: { region: 'east' } }
 */
export type CreateIn<T extends HasEntities, E extends NameIn<T>> = T['entities'][E] extends { create: infer C }
  ? C & CustomInput
  : never

/**
 * The to-one relations of an entity: their names, and the entity each leads to.
 *
 * @example
 * const one: keyof OneIn<CoreTypes, 'deal'> = 'company'
 */
export type OneIn<T extends HasEntities, E extends NameIn<T>> = T['entities'][E] extends { one: infer R } ? R : {}

/**
 * The to-many relations of an entity: their names, and the entity each leads to.
 *
 * @example
 * const many: keyof ManyIn<CoreTypes, 'company'> = 'deals'
 */
export type ManyIn<T extends HasEntities, E extends NameIn<T>> = T['entities'][E] extends { many: infer R } ? R : {}
