import * as z from 'zod'
import { recordFacts } from './event/index.ts'
import type { Engine } from './operation/index.ts'
import type { AnyDefinition, Description } from './plugin/index.ts'
import { classOf } from './schema/index.ts'

/** An instance as one JSON: every generator reads only this. */
export function describe(
  { base: { schema, pipelines, roles }, registry, measures }: Engine,
  definitions: readonly AnyDefinition[],
): Description {
  const entities = [...schema.entities.values()]
  const open = entities.filter(({ keeping }) => keeping === 'full')
  return {
    entities: entities.map(({ name, plural, owner, fields, one, many, timeline }) => ({
      name,
      plural,
      owner,
      fields: [...fields.values()].map((f) => ({
        name: f.name,
        kind: f.kind,
        owner: f.owner,
        required: f.mode === 'required',
        nullable: f.nullable,
        class: classOf(f),
      })),
      relations: [
        ...[...one.values()].map((r) => ({ name: r.name, to: r.to, many: false })),
        ...[...many.values()].map((r) => ({ name: r.name, to: r.to, many: true })),
      ],
      timeline:
        timeline === undefined
          ? null
          : { at: timeline.at.name, of: timeline.of.map((r) => r.name), kind: timeline.kind?.name ?? null },
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
      [...own].map(([name, { stages, transitions, editable }]) => ({
        name,
        entity,
        editable,
        stages: [...stages].map(([stage, { type }]) => ({ name: stage, type, to: transitions.get(stage) ?? [] })),
      })),
    ),
    roles: [...roles.keys()],
    measures: [...measures.values()],
    facts: [
      ...open.flatMap(({ name, owner, staged, ownedBy, subject }) =>
        ownedBy === undefined
          ? recordFacts
              .filter((past) => (past === 'moved' ? staged : past === 'erased' ? subject !== undefined : true))
              .map((past) => ({ type: `${name}.${past}`, owner }))
          : [],
      ),
      ...definitions.flatMap(({ id, facts }) => facts.map((type) => ({ type, owner: id }))),
    ],
  }
}
