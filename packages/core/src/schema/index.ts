export { buildSchema, type Extension, type SchemaParts } from './build.ts'
export {
  type DeriveInput,
  defineEntity,
  type Entity,
  type EntityDefinition,
  type OwnedRows,
  type Relation,
  type Relations,
  type Staged,
  type System,
} from './entity.ts'
export type {
  CreateIn,
  EntityOf,
  EntityTypes,
  HasEntities,
  InverseOf,
  ManyIn,
  NameIn,
  OneIn,
  OwnedEntityOf,
  RowIn,
} from './entity-types.ts'
export {
  type AnyField,
  type CreateOf,
  type Field,
  type FieldClass,
  type FieldKind,
  type FieldSpec,
  type Fields,
  field,
  type JsonField,
  type Mode,
  type RowOf,
} from './field.ts'
export { divide, type Rounding, safe } from './money.ts'
export {
  type EntityIR,
  entityOf,
  type FieldIR,
  fieldOf,
  type IndexIR,
  type ManyIR,
  type OneIR,
  type Row,
  type Schema,
} from './schema.ts'
