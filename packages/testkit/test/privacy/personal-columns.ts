import type { Description } from '@guanxi/core'

type Entity = Description['entities'][number]

const texts: readonly string[] = ['string', 'text', 'email', 'phone', 'json']
const engine: readonly string[] = ['audit', 'outbox', 'idempotency']

/** The columns in which something personal about a contact may stand, by the schema: a new one is among them at once. */
export function personalColumns({ entities }: Description, contact = 'contact'): readonly string[] {
  return entities
    .filter((entity) => isAbout(entities, contact).has(entity.name))
    .flatMap((entity) =>
      entity.fields
        .filter((field) => texts.includes(field.kind) && field.class !== 'plain')
        .map((field) => `crm_${snake(entity.plural)}.${columnOf(entity, field)}`),
    )
}

/** What names a contact, what names that, and so on; and logs that name records of any kind. */
function isAbout(entities: readonly Entity[], contact: string): ReadonlySet<string> {
  const reached = new Set([contact, ...engine])
  const any = entities.filter(({ fields }) =>
    ['entity', 'recordId'].every((name) => fields.some((f) => f.name === name)),
  )
  for (const { name } of any) if (name !== 'erasure') reached.add(name)
  for (const name of reached) {
    const entity = entities.find((one) => one.name === name)
    for (const { to, many } of entity?.relations ?? []) if (many) reached.add(to)
  }
  return reached
}

const columnOf = (entity: Entity, { name, owner }: Entity['fields'][number]): string =>
  owner === entity.owner || owner === 'core' ? snake(name) : `extra.${owner}.${name}`

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
