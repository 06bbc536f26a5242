import type { Registered, Registry } from '../operation/index.ts'
import type { AnyDefinition } from './installed.ts'
import { unsound } from './order.ts'
import type { Schedule } from './schedule.ts'

/** A schedule with whose it is, and what it calls. */
export interface InstalledSchedule extends Schedule {
  readonly plugin: string
  /** `tickets: sweep` */
  readonly name: string
  readonly operation: Registered
}

/** What is called at certain times. Whether the times make sense is seen when the first worker starts. */
export function schedulesOf(definitions: readonly AnyDefinition[], registry: Registry): readonly InstalledSchedule[] {
  return definitions.flatMap(({ id, schedules }) =>
    Object.entries(schedules).map(([own, schedule]) => {
      const operation = registry.all.get(schedule.call)
      if (operation === undefined) throw unsound(id, `its schedule ${own} calls ${schedule.call}, which is not defined`)
      if (operation.contract.kind !== 'command' || operation.contract.target !== 'collection')
        throw unsound(id, `its schedule ${own} calls ${schedule.call}, which is not a command on a collection`)
      return { ...schedule, plugin: id, name: `${id}: ${own}`, operation }
    }),
  )
}
