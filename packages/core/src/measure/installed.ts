import { CrmError, isCrmError } from '../error/index.ts'
import { checkAggregate, checkPath, type QueryContext } from '../query/index.ts'
import type { Schema } from '../schema/index.ts'
import type { MeasureIR } from './definition.ts'

/**
 * The measures of an instance, by their names.
 *
 * @example
 * const namesOf = (measures: MeasuresByName) => [...measures.keys()].toSorted()
 */
export type MeasuresByName = ReadonlyMap<string, MeasureIR>

/** Throws `SCHEMA_INVALID` for what cannot be asked of the schema. */
export function checkMeasure(measure: MeasureIR, schema: Schema, context: QueryContext): void {
  const { name, entity: of, at, version, stages } = measure
  const unsound = (problem: string) =>
    new CrmError('SCHEMA_INVALID', { details: { problem: `measure ${name}: ${problem}` } })
  const entity = schema.entities.get(of)
  if (entity === undefined) throw unsound(`${of} is not defined`)
  const word = name.startsWith(`${entity.plural}.`) ? name.slice(entity.plural.length + 1) : ''
  if (!/^[a-z][a-zA-Z0-9]*$/.test(word)) throw unsound(`it is not called ${entity.plural}. and a word`)
  if (!Number.isSafeInteger(version) || version < 1)
    throw unsound(`its version is ${version}, and no whole number from 1 on`)
  if (entity.keeping === 'log') throw unsound(`${of} is a log, and nobody may ask for its records`)
  if (stages !== null && !entity.staged) throw unsound(`${of} has no stages`)
  const names = typeof at === 'string' ? [at] : at.path
  const spelled = names.join('.')
  const inWords = <T>(ask: () => T): T => {
    try {
      return ask()
    } catch (error) {
      throw isCrmError(error) ? unsound(error.message.replace(/\.$/, '')) : error
    }
  }
  const { kind } = inWords(() => checkPath(names, entity, 'at', context)).field
  if (kind !== 'datetime' && kind !== 'date') throw unsound(`${spelled} is no instant and no day of ${entity.name}`)
  if (measure.of.fn === 'list') throw unsound('a list is no figure')
  inWords(() => checkAggregate({ measures: { value: measure.of } }, entity, context))
}
