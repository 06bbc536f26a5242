import { definePlugin, type Plugin, type PluginTypes } from '@guanxi/core'

/** A plugin's definition as the engine has it, without the types of its own. */
export type Definition = Plugin['~definition']
export type Anything = PluginTypes & { operations: Record<string, never> }

/** Defines a plugin past the types, which would refuse what boot must refuse. */
export const untyped = (whole: object): Plugin<Anything> =>
  definePlugin<Anything>(whole as Parameters<typeof definePlugin<Anything>>[0])
