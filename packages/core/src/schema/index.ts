export type { ArrangeInput, Arrangement } from './arrangement.ts'
export { buildSchema, type Extension, type SchemaParts } from './build.ts'
export { classOf, isPersonal, isText } from './class.ts'
export { type Amount, convert } from './convert.ts'
export {
  customFieldsOf,
  customName,
  customOwner,
  fieldNamesIn,
  flat,
  nested,
  ownName,
  valueIn,
  without,
  withValues,
} from './custom.ts'
export type { CustomInput, CustomPath, CustomValues, IsCustom } from './custom-types.ts'
export {
  type DeriveInput,
  defineEntity,
  type Entity,
  type EntityDefinition,
  type Relation,
  type Relations,
  type Staged,
  type System,
  type TimelineDefinition,
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
  SubjectOf,
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
  type InstantField,
  type JsonField,
  type Mode,
  type RowOf,
} from './field.ts'
export { minorUnits } from './minor-units.ts'
export { divide, type Rounding, safe } from './money.ts'
export { operationHint, singularHint } from './naming.ts'
export { deferred, once } from './once.ts'
export { overlaid, type SchemaOverlay } from './overlay.ts'
export type { ListInput, OwnedRows } from './owned-rows.ts'
export { type ReportBasis, type ReportedFields, reported } from './reported.ts'
export {
  type CurrencyIR,
  type EntityIR,
  entityOf,
  extraKeyOf,
  type FieldIR,
  fieldOf,
  hasOwner,
  type IndexIR,
  type ManyIR,
  type OneIR,
  type ReportIR,
  type Row,
  type Schema,
  type TimelineIR,
} from './schema.ts'
