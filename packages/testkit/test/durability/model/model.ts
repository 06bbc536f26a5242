import type { Command, Seen } from './command.ts'
import { companyRules } from './companies.ts'
import { dealRules } from './deals.ts'
import { leadRules } from './leads.ts'
import type { Rule } from './records.ts'
import { actorOf, Refused, World } from './world.ts'

const rules: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  companies: companyRules,
  deals: dealRules,
  leads: leadRules,
}

/** What a sequence of calls answers, worked out by hand: no database, and nothing of the engine. */
export function byModel(commands: readonly Command[]): readonly Seen[] {
  const world = new World()
  const answer = (command: Command): Seen => {
    if (command.op === 'transaction') return world.whole(() => command.steps?.map(answer))
    const [resource = '', name = ''] = command.op.split('.')
    const rule = rules[resource]?.[name]
    if (rule === undefined) throw new TypeError(`no rule for ${command.op}`)
    return rule({ world, actor: actorOf(command.as), command })
  }
  return commands.map((command) => {
    try {
      return answer(command)
    } catch (error) {
      if (error instanceof Refused) return error.code
      throw error
    }
  })
}
