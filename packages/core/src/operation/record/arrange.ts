import type { Run } from '../run.ts'
import { below } from './below.ts'
import type { Change } from './change.ts'
import { itemsOf } from './items.ts'

/** Fields and owned lists that are written together: where one of them is given, the entity's own rule says what all become. */
export function arrange(run: Run, change: Change): void {
  const { entity, action, input, there, items, at } = change
  if (action === 'delete' || action === 'restore') return
  for (const relation of entity.owns) {
    const own = below(at, () => itemsOf(run, change, relation))
    if (own !== undefined) items.set(relation.name, own)
  }
  const place = (list: string, index: number) => items.get(list)?.place(index) ?? list
  const around = { owned: Object.fromEntries(there), place, phones: run.engine.phones, actor: run.caller.actor.user }
  for (const { of, rule } of entity.arrange) {
    const named = of.filter((name) => input[name] !== undefined)
    if (named.length === 0) continue
    const given = Object.fromEntries(named.map((name) => [name, items.get(name)?.rows ?? input[name]]))
    change.generated = { ...change.generated, ...below(at, () => rule({ ...around, given })) }
  }
}
