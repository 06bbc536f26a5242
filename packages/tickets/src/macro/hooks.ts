import { type CoreTypes, type Draft, type EntityHooks, invalid } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import { canonicalLocale } from './locale.ts'
import type { MacroAction } from './macro.ts'
import { problemWith } from './template.ts'
import { knownNames } from './values.ts'

type Hooks = EntityHooks<CoreTypes & TicketsTypes>

/** A macro is sound when it is saved, and not when a customer waits for what it says. */
export const macroHooks: Hooks = {
  actions: ['create', 'update'],
  beforeWrite(changes) {
    for (const { before, input, at } of changes) {
      const actions = (input.actions ?? []) as readonly MacroAction[]
      for (const [index, action] of actions.entries())
        for (const name of ['body', 'resolution'] as const) {
          const text = (action as Readonly<Record<string, unknown>>)[name]
          if (typeof text === 'string') checkText(text, under(at, `actions[${index}].${name}`))
        }
      const { visibility, teamId } = { ...before, ...input }
      if (visibility === 'group' && (teamId ?? null) === null)
        throw invalid(under(at, 'teamId'), 'is missing: a macro of a group belongs to a team')
    }
  },
}

/** The same for canned replies; their languages are spelled as everybody spells them. */
export const cannedReplyHooks: Hooks = {
  actions: ['create', 'update'],
  beforeWrite(changes) {
    for (const { input, at, set } of changes) {
      if (typeof input.body === 'string') checkText(input.body, under(at, 'body'))
      if (typeof input.locale !== 'string') continue
      const locale = canonicalLocale(input.locale)
      if (locale === undefined)
        throw invalid(under(at, 'locale'), 'expected the tag of a language, such as zh-CN, or *')
      set({ locale })
    }
  },
}

function checkText(text: string, path: string): void {
  const problem = problemWith(text, knownNames)
  if (problem !== undefined)
    throw invalid(path, problem, `There are ${knownNames.map((name) => `{{${name}}}`).join(', ')}.`)
}

const under = (at: Draft['at'], name: string): string => (at === '' ? name : `${at}.${name}`)
