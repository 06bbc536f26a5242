import { CrmError } from '../error/index.ts'
import type { AnyDefinition } from './installed.ts'

/** Plugins after those that they depend on; where nothing decides, in the order given. */
export function ordered(plugins: readonly AnyDefinition[]): readonly AnyDefinition[] {
  const byId = new Map<string, AnyDefinition>()
  for (const plugin of plugins) {
    if (!isName(plugin.id) || ['app', 'custom', 'tenant'].includes(plugin.id))
      throw unsound(plugin.id, 'its id is no lower-case name')
    if (byId.has(plugin.id)) throw unsound(plugin.id, 'it is installed twice')
    byId.set(plugin.id, plugin)
  }
  const done: AnyDefinition[] = []
  const visiting = new Set<string>()
  const visit = (plugin: AnyDefinition) => {
    if (done.includes(plugin)) return
    if (visiting.has(plugin.id)) throw unsound(plugin.id, `it depends on itself over ${[...visiting].join(', ')}`)
    visiting.add(plugin.id)
    for (const id of plugin.dependsOn) {
      const needed = byId.get(id)
      if (needed === undefined) throw unsound(plugin.id, `it needs the plugin ${id}, which is not installed`)
      visit(needed)
    }
    visiting.delete(plugin.id)
    done.push(plugin)
  }
  for (const plugin of plugins) visit(plugin)
  return done
}

/** Programs without types may leave it out. */
const isName = (id: unknown): boolean => typeof id === 'string' && /^[a-z][a-z0-9-]{0,40}$/.test(id)

/** A plugin cannot be installed, and why. */
export function unsound(
  plugin: string,
  problem: string,
  { hint = 'Mend the definition of the plugin.' }: { readonly hint?: string } = {},
): CrmError {
  return new CrmError('PLUGIN_INVALID', { details: { plugin, problem }, hint })
}
