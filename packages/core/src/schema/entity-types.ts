import type { CustomInput } from './custom-types.ts'
import type { Entity, Relations } from './entity.ts'

/** One entity's part of a types interface, from its definition and its named rows. */
export interface EntityOf<D extends Entity, Row, Create> {
  plural: D['plural']
  row: Row
  create: Create
  one: { [K in keyof D['relations']]: D['relations'][K]['to'] }
}

/** The same for an entity that is written through its owner. */
export interface OwnedEntityOf<D extends Entity, Row, Create> extends EntityOf<D, Row, Create> {
  owned: true
}

/** The same for an entity whose records are persons. */
export interface SubjectOf<D extends Entity, Row, Create> extends EntityOf<D, Row, Create> {
  subject: true
}

type TargetsOf<R extends Relations> = R[keyof R]['to']
type WaysBack<R extends Relations, To> = {
  [K in keyof R]: R[K]['to'] extends To ? R[K]['inverse'] : never
}[keyof R]
/** The other end of an entity's relations: `company.tickets`. */
// Without an `as` clause: TypeScript would work out such keys again at every use of `keyof`.
export type InverseOf<D extends Entity> = {
  [To in TargetsOf<D['relations']>]: { many: { [I in WaysBack<D['relations'], To>]: D['name'] } }
}

/** What the types compute with. A part may be partial: the parts of one entity intersect. */
export interface EntityTypes {
  plural?: string
  row?: object
  create?: object
  one?: object
  many?: object
}

/** Types that know entities: a plugin's, the core's, an instance's. */
export interface HasEntities {
  entities: object
}
/** The names of the entities. */
export type NameIn<T extends HasEntities> = keyof T['entities']
/** An entity's row among all entities. */
export type RowIn<T extends HasEntities, E extends NameIn<T>> = T['entities'][E] extends { row: infer R } ? R : never
/** What a creation of an entity takes. */
export type CreateIn<T extends HasEntities, E extends NameIn<T>> = T['entities'][E] extends { create: infer C }
  ? C & CustomInput
  : never
/** The to-one relations of an entity: their names, and the entity each leads to. */
export type OneIn<T extends HasEntities, E extends NameIn<T>> = T['entities'][E] extends { one: infer R } ? R : {}
/** The to-many relations of an entity: their names, and the entity each leads to. */
export type ManyIn<T extends HasEntities, E extends NameIn<T>> = T['entities'][E] extends { many: infer R } ? R : {}
