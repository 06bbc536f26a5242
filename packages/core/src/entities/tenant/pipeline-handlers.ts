import { CrmError } from '../../error/index.ts'
import type { View } from '../../operation/index.ts'
import type { Pipeline } from '../../pipeline/index.ts'
import type { HandlersOf, Scope } from '../../plugin/index.ts'
import type { CoreTypes } from '../core-types.ts'
import type { tenantOperations } from './contracts.ts'
import { stored } from './stages.ts'

type Operations = Pick<typeof tenantOperations, 'pipelines'>

/** Pipelines as they are for a tenant, those of the code included. */
export const pipelineHandlers: HandlersOf<CoreTypes, Operations> = {
  pipelines: {
    async get({ tenancy }, { name }) {
      return dataOf(tenancy, name)
    },
    async list({ tenancy }, { entity }) {
      return namesOf(tenancy.view, entity).map((name) => dataOf(tenancy, name))
    },
    async define({ crm, tenancy }, { name, entity, stages, transitions = null }) {
      if (namesOf(tenancy.view).includes(name))
        throw new CrmError('DUPLICATE', {
          details: { path: 'name', entity: 'tenantPipeline', fields: ['name'] },
          hint: 'Change it with pipelines.edit.',
        })
      await crm.tenantPipelines.create({ name, entity, stages: stored(stages), transitions })
      return dataOf(tenancy, name)
    },
    async edit({ crm, tenancy }, { name, stages, transitions = null, mapping = null }) {
      const row = await rowOf(crm, name)
      const drawn = { stages: stored(stages), transitions, mapping }
      if (row !== undefined) await crm.tenantPipelines.update(row.id, drawn)
      else await crm.tenantPipelines.create({ name, entity: find(tenancy.view, name).entity, ...drawn })
      return dataOf(tenancy, name)
    },
    async remove({ crm, tenancy }, { name, into = null, mapping = null }) {
      const row = await rowOf(crm, name)
      if (row === undefined) throw missing()
      const code = tenancy.base.pipelines.get(row.entity)?.get(name)
      if (code !== undefined) {
        const { stages } = data(code)
        const transitions = Object.fromEntries(code.transitions) as Record<string, string[]>
        await crm.tenantPipelines.update(row.id, {
          stages: stages.map(({ to: _, ...stage }) => stage),
          transitions,
          mapping,
        })
      } else if (mapping !== null) await crm.tenantPipelines.update(row.id, { into, mapping })
      await crm.tenantPipelines.delete(row.id)
    },
  },
}

async function rowOf(crm: Scope<CoreTypes>, name: string) {
  const { items } = await crm.tenantPipelines.list({ where: { name }, limit: 1 })
  return items[0]
}

const namesOf = ({ pipelines }: View, entity?: string | undefined): readonly string[] =>
  [...pipelines].flatMap(([of, own]) => (entity === undefined || of === entity ? [...own.keys()] : []))

function find({ pipelines }: View, name: string): Pipeline {
  for (const own of pipelines.values()) {
    const pipeline = own.get(name)
    if (pipeline !== undefined) return pipeline
  }
  throw missing()
}

const missing = (): CrmError => new CrmError('NOT_FOUND', { details: { path: 'name', entity: 'tenantPipeline' } })

function dataOf({ view, base }: { readonly view: View; readonly base: View }, name: string) {
  const pipeline = find(view, name)
  const own = base.pipelines.get(pipeline.entity)?.get(name) !== pipeline
  return { name, entity: pipeline.entity, editable: pipeline.editable, own, ...data(pipeline) }
}

function data({ stages, transitions }: Pipeline) {
  return {
    stages: [...stages].map(([name, { type, probability, require }]) => ({
      name,
      type,
      probability,
      require: [...require],
      to: [...(transitions.get(name) ?? [])],
    })),
  }
}
