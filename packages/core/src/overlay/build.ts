import { checkRole, type Role } from '../access/index.ts'
import { CrmError, isCrmError } from '../error/index.ts'
import { parserOf, type View } from '../operation/index.ts'
import type { Pipeline } from '../pipeline/index.ts'
import type { QueryContext } from '../query/index.ts'
import { type FieldIR, overlaid, type Schema } from '../schema/index.ts'
import { fieldOfStored } from './fields.ts'
import { joinedPipelines, pipelineOfStored, stagesOf } from './pipelines.ts'
import { type Contents, roleOf } from './stored.ts'

/** What a view is built from, beside what the tenant has stored. */
export interface Ground {
  readonly base: View
  /** Operations that are granted by name. */
  readonly named: ReadonlySet<string>
  /** What the conditions of policies are checked with. */
  context(schema: Schema): QueryContext
}

/** What to do about something stored that is not sound: throw, or go on without it. */
export type Complain = (problem: CrmError) => void

/** The view of a tenant. What is not sound is left out where `complain` lets it go; a role then grants nothing. */
export function viewOf(ground: Ground, version: number, contents: Contents, complain: Complain): View {
  const { base } = ground
  const fields = fieldsOf(base.schema, contents)
  const own = new Map<string, Pipeline>()
  for (const stored of contents.pipelines) {
    attempt(complain, () => own.set(stored.name, pipelineOfStored(base.pipelines, stored)))
  }
  const pipelines = joinedPipelines(base.pipelines, own)
  const schema = overlaid(base.schema, { fields, stages: stagesOf(pipelines, own) })
  for (const [name, pipeline] of own) attempt(complain, () => checkRequired(schema, name, pipeline))
  return {
    version,
    schema,
    pipelines,
    parsers: parsersOf(base, schema, fields),
    roles: rolesOf(ground, schema, contents, complain),
    caps: capsOf(contents),
    revoked: contents.revoked,
  }
}

function capsOf({ caps }: Contents): View['caps'] {
  const entities = new Set(caps.map(({ entity }) => entity))
  return new Map(
    [...entities].map((name) => {
      const own = caps.filter(({ entity }) => entity === name)
      const users = own.flatMap(({ userId, most }) => (userId === null ? [] : [[userId, most] as const]))
      return [name, { everybody: own.find(({ userId }) => userId === null)?.most, users: new Map(users) }]
    }),
  )
}

function attempt(complain: Complain, run: () => unknown): boolean {
  try {
    run()
    return true
  } catch (error) {
    if (!isCrmError(error)) throw error
    complain(error)
    return false
  }
}

/** Fields of entities that are gone wait for them to come back. */
function fieldsOf(schema: Schema, { fields }: Contents): Map<string, readonly FieldIR[]> {
  const found = new Map<string, FieldIR[]>()
  for (const stored of fields) {
    if (!schema.entities.has(stored.entity)) continue
    const own = found.get(stored.entity)
    const field = fieldOfStored(stored)
    if (own === undefined) found.set(stored.entity, [field])
    else own.push(field)
  }
  return found
}

function checkRequired(schema: Schema, name: string, { entity, stages }: Pipeline): void {
  const fields = schema.entities.get(entity)?.fields
  for (const [stage, { require }] of stages) {
    for (const field of require) {
      if (fields?.has(field)) continue
      const problem = `stage ${stage} requires ${field}, which is not a field of ${entity}`
      throw new CrmError('PIPELINE_INVALID', { details: { pipeline: name, problem } })
    }
  }
}

function parsersOf(base: View, schema: Schema, fields: ReadonlyMap<string, unknown>): View['parsers'] {
  if (fields.size === 0) return base.parsers
  const parsers = new Map(base.parsers)
  for (const name of fields.keys()) {
    const entity = schema.entities.get(name)
    if (entity !== undefined) parsers.set(name, parserOf(entity, schema))
  }
  return parsers
}

function rolesOf({ base, named, context }: Ground, schema: Schema, contents: Contents, complain: Complain) {
  if (contents.policies.length === 0) return base.roles
  const roles = new Map<string, Role>(base.roles)
  for (const policy of contents.policies) {
    const role = roleOf(policy)
    const sound = attempt(complain, () => checkRole(policy.role, role, named, schema, context(schema)))
    roles.set(policy.role, sound ? role : { grants: {} })
  }
  return roles
}
