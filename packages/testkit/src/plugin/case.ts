import type { Subject } from './subject.ts'

/** A promise of plugins, and what shows whether this one keeps it. */
export interface PluginCase {
  readonly name: string
  run(subject: Subject): Promise<void> | void
}
