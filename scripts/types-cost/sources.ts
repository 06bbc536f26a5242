const letters = ['alpha', 'beta', 'gamma']
const acting = ['open', 'close', 'check']
/** Three entities of nine fields, three operations with handlers. */
export const usual: Size = { entities: 3, operations: 3, handlers: 3, hooks: 0 }

/** The numbers from 0 up to n. */
export const upTo = (n: number): number[] => [...Array(n).keys()]

/** An entity of nine fields. */
function entity(name: string): string {
  const type = pascal(name)
  return `
export const ${name} = defineEntity({
  name: '${name}', plural: '${name}s', staged: true,
  fields: {
    title: field.string({ min: 1 }).search(), companyId: field.ref('company'), contactId: field.ref('contact').optional(),
    priority: field.enum(['low', 'normal', 'high']).default('normal'), amount: field.money().optional(),
    count: field.integer().default(0), dueAt: field.datetime().optional(), open: field.boolean().default(true),
    note: field.text().optional(),
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: '${name}s' },
    contact: { to: 'contact', via: 'contactId', inverse: '${name}s' },
  },
})
export interface ${type} extends System, Staged<'open' | 'done'>, RowOf<typeof ${name}.fields> {}
export interface ${type}Create extends CreateOf<typeof ${name}.fields> {}
`
}

/** A contract. */
const contract = (name: string, of: string): string => `    ${name}: command({
      target: '${name === 'close' ? 'record' : 'collection'}', summary: 'Do it.',
      input: z.strictObject({ companyId: z.string(), title: z.string().min(1), priority: z.enum(['low', 'high']).default('low') }),
      output: ${name === 'check' ? `z.strictObject({ made: recordOf('${of}'), all: z.array(recordOf('${of}')), count: z.int() })` : `recordOf('${of}')`},
    }),`

/** A handler that creates a record and moves it. */
const handler = (name: string, entity: string): string => `      ${name}: async ({ crm }, input) => {
        const made = await crm.${entity}s.create({ companyId: input.companyId, title: input.title, priority: input.priority })
        ${name === 'check' ? `return { made, all: [made], count: 1 }` : `return crm.${entity}s.move(made.id, { to: 'done' })`}
      },`

/** Hooks that ask their own table, as they are given its rows, and set a field. */
const hook = (entity: string): string => `{
      async afterWrite(changes, { table }) {
        for (const { after } of changes) {
          const [other] = await table('${entity}').all({ companyId: after.companyId, stage: 'open', id: { ne: after.id } })
          if (other !== undefined) await table('${entity}').set(other.id, { count: other.count + 1 })
        }
      },
    }`

const imports = `import {
  command, type CreateOf, defineEntity, definePlugin, type EntityOf, field, type InverseOf, type PluginTypes, recordOf,
  type RowOf, type Staged, type System,
} from '@guanxi/core'
import * as z from 'zod'
`

/** What a generated plugin has. */
export interface Size {
  readonly entities: number
  readonly operations: number
  /** Of the operations, those that the plugin has handlers for; the others are only written down. */
  readonly handlers: number
  /** Of its first entity. */
  readonly hooks: number
}

/** A plugin as an author writes it: also a field for companies, and a fact. */
export function plugin(n: number, { entities, operations, handlers, hooks }: Size = usual): string {
  const names = upTo(entities).map((i) => `${letters[i] ?? `more${i}x`}${n}`)
  const [first = ''] = names
  const type = `Plugin${n}`
  const acts = upTo(operations).map((i) => acting[i] ?? `act${i}`)
  const contracts = (some: readonly string[]) => some.map((name) => contract(name, first)).join('\n')
  return `${imports}${names.map(entity).join('')}
export const operations = {
  ${first}s: {
${contracts(acts.slice(0, handlers))}
  },
}
export const contracts = {
${contracts(acts.slice(handlers))}
}
export type ${type}Operations = typeof operations
export interface ${type}Entities {
${names.map((name) => `  ${name}: EntityOf<typeof ${name}, ${pascal(name)}, ${pascal(name)}Create>`).join('\n')}
  company: { row: { readonly seen${n}: number } }
}
export interface ${type}Types extends PluginTypes {
  entities: ${type}Entities & ${names.map((name) => `InverseOf<typeof ${name}>`).join(' & ')}
  operations: ${type}Operations
  events: { '${first}.opened': { readonly title: string } }
}
export const plugin${n} = () => definePlugin<${type}Types>({
  id: 'plugin${n}', version: '1.0.0', entities: [${names.join(', ')}],
  extend: { company: { seen${n}: field.integer().default(0) } },
  facts: ['${first}.opened'],
  operations,
  handlers: {
    ${first}s: {
${acts
  .slice(0, handlers)
  .map((name) => handler(name, first))
  .join('\n')}
    },
  },${
    hooks === 0
      ? ''
      : `\n  hooks: { ${first}: [${upTo(hooks)
          .map(() => hook(first))
          .join(', ')}] },`
  }
})
`
}

/** An app that installs the first n plugins, with n custom fields, and does something. */
export function app(plugins: number, calls: readonly string[] = [], fields = 0): string {
  const custom = upTo(fields).map((i) => `field${i}: field.enum(['gold', 'silver']).optional()`)
  return `import { createCrm, field, type StorageAdapter } from '@guanxi/core'
${upTo(plugins)
  .map((i) => `import { plugin${i} } from './plugin${i}.js'`)
  .join('\n')}
declare const storage: StorageAdapter
export const crm = createCrm({
  storage,
  plugins: [${upTo(plugins)
    .map((i) => `plugin${i}()`)
    .join(', ')}],
  fields: { contact: { ${custom.join(', ')} } },
})
const me = crm.as({ user: 'u', roles: [] })
await me.companies.get('c')
${calls.join('\n')}
void field
`
}

const pascal = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`
