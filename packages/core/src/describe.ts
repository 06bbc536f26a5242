import * as z from 'zod'
import type { Engine } from './operation/index.ts'
import type { AnyDefinition, Description } from './plugin/index.ts'

/** An instance as one JSON: every generator reads only this. */
export function describe(
  { schema, registry, pipelines, roles }: Engine,
  definitions: readonly AnyDefinition[],
): Description {
  const entities = [...schema.entities.values()]
  const open = entities.filter(({ keeping }) => keeping === 'full')
  return {
    entities: entities.map(({ name, plural, owner, fields, one, many }) => ({
      name,
      plural,
      owner,
      fields: [...fields.values()].map((f) => ({
        name: f.name,
        kind: f.kind,
        owner: f.owner,
        required: f.mode === 'required',
        nullable: f.nullable,
      })),
      relations: [
        ...[...one.values()].map((r) => ({ name: r.name, to: r.to, many: false })),
        ...[...many.values()].map((r) => ({ name: r.name, to: r.to, many: true })),
      ],
    })),
    operations: [...registry.all.values()].map(({ name, owner, contract }) => ({
      name,
      owner,
      kind: contract.kind,
      target: contract.target,
      summary: contract.summary,
      elevate: contract.elevate,
      errors: contract.errors,
      input: z.toJSONSchema(contract.input as z.ZodType, { io: 'input', unrepresentable: 'any' }),
    })),
    pipelines: [...pipelines].flatMap(([entity, own]) =>
      [...own].map(([name, { stages, transitions }]) => ({
        name,
        entity,
        stages: [...stages].map(([stage, { type }]) => ({ name: stage, type, to: transitions.get(stage) ?? [] })),
      })),
    ),
    roles: [...roles.keys()],
    facts: [
      ...open.flatMap(({ name, owner, staged, ownedBy }) =>
        ownedBy === undefined
          ? ['created', 'updated', 'deleted', 'restored', ...(staged ? ['moved'] : [])].map((past) => ({
              type: `${name}.${past}`,
              owner,
            }))
          : [],
      ),
      ...definitions.flatMap(({ id, facts }) => facts.map((type) => ({ type, owner: id }))),
    ],
  }
}
