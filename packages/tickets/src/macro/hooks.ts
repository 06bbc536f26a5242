import { type CoreTypes, type Draft, type EntityHooks, invalid } from '@guanxi/core'
import type { TicketsTypes } from '../types.ts'
import { canonicalLocale } from './locale.ts'
import { problemWith } from './template.ts'
import { knownNames } from './values.ts'

type Hooks<E extends 'macro' | 'cannedReply'> = EntityHooks<CoreTypes & TicketsTypes, E>

/** A macro is sound when it is saved, and not when a customer waits for what it says. */
export const macroHooks: Hooks<'macro'> = {
  actions: ['create', 'update'],
  beforeWrite(changes) {
    for (const { before, input, at } of changes) {
      for (const [index, action] of (input.actions ?? []).entries())
        for (const name of ['body', 'resolution'] as const) {
          const text = (action as { readonly [K in typeof name]?: unknown })[name]
          if (typeof text === 'string') checkText(text, under(at, `actions[${index}].${name}`))
        }
      const { visibility, teamId } = { ...before, ...input }
      if (visibility === 'group' && (teamId ?? null) === null)
        throw invalid(under(at, 'teamId'), 'is missing: a macro of a group belongs to a team')
    }
  },
}

/** The same for canned replies; their languages are spelled as everybody spells them. */
export const cannedReplyHooks: Hooks<'cannedReply'> = {
  actions: ['create', 'update'],
  beforeWrite(changes) {
    for (const { input, at, set } of changes) {
      if (input.body !== undefined) checkText(input.body, under(at, 'body'))
      if (input.locale === undefined) continue
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
