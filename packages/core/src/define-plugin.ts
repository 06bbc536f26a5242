import type { CoreTypes } from './entities/index.ts'
import { type Plugin, type PluginDefinition, type PluginTypes, plugin } from './plugin/index.ts'

/**
 * Defines a plugin: a plain frozen object, made by a factory. Give it the interface of its types, and of what it needs
 * beside the core.
 *
 * @example
 * const student = defineEntity({ name: 'student', plural: 'students', fields: { name: field.string().pii() } })
 *
 * interface Student extends System, RowOf<typeof student.fields> {}
 * interface StudentCreate extends CreateOf<typeof student.fields> {}
 *
 * export interface StudentTypes extends PluginTypes {
 *   entities: { student: EntityOf<typeof student, Student, StudentCreate> }
 *   operations: {}
 *   events: {}
 * }
 *
 * const migrations: readonly Migration[] = [] // `draftMigration` of @guanxi/testkit writes them
 * export const plugin = () => definePlugin<StudentTypes>({ id: 'students', version: '1.0.0', entities: [student], migrations })
 */
export function definePlugin<Own extends PluginTypes, Needs extends PluginTypes = CoreTypes>(
  definition: PluginDefinition<Own, Own & Needs>,
): Plugin<Own> {
  return frozen(plugin<Own, Own & Needs>(definition))
}

/** Freezes plain objects, lists and what is in fields all the way down; schemas and functions are their makers' matter. */
function frozen<T>(value: T, seen = new Set<unknown>()): T {
  if (typeof value !== 'object' || value === null || seen.has(value)) return value
  const prototype: unknown = Object.getPrototypeOf(value)
  const plain = Array.isArray(value) || prototype === Object.prototype || prototype === null
  if (!plain && !Object.isFrozen(value)) return value
  // Contracts have getters: what is made when it is first needed stays unmade.
  const parts = Object.values(Object.getOwnPropertyDescriptors(value)).map((own) => own.value as unknown)
  seen.add(Object.freeze(value))
  for (const part of parts) frozen(part, seen)
  return value
}
