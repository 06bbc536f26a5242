import type { Operation } from '../operation/index.ts'
import type { Schema } from '../schema/index.ts'
import { checkEntitiesNamed } from './entities-named.ts'
import { partsOf } from './parts.ts'
import { checkStrict } from './strict.ts'

/** Refuses a contract that lets unknown keys pass, or names an entity that does not exist: `PLUGIN_INVALID`. */
export function checkContract(
  { input, output }: Pick<Operation, 'input' | 'output'>,
  plugin: string,
  operation: string,
  schema: Schema,
): void {
  const asked = partsOf(input)
  checkStrict(asked, plugin, operation)
  for (const parts of [asked, partsOf(output)]) checkEntitiesNamed(parts, plugin, operation, schema)
}
