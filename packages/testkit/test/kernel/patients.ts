import {
  type CoreTypes,
  type CreateOf,
  core,
  defineEntity,
  definePlugin,
  type EntityOf,
  field,
  type InverseOf,
  type Plugin,
  type PluginTypes,
  type RowOf,
  type System,
} from '@guanxi/core'
import { buildSchema } from '@guanxi/core/storage'
import { stepsOf } from '@guanxi/testkit'

/** A plugin's own person, who is a contact as well. */
const patient = defineEntity({
  name: 'patient',
  plural: 'patients',
  subject: 'contact',
  fields: { contactId: field.ref('contact').optional(), name: field.string().pii() },
  relations: { contact: { to: 'contact', via: 'contactId', inverse: 'patients' } },
})

interface Patient extends System, RowOf<typeof patient.fields> {}
interface Entities {
  patient: EntityOf<typeof patient, Patient, CreateOf<typeof patient.fields>> & { subject: true }
}
export interface PatientTypes extends PluginTypes {
  entities: Entities & InverseOf<typeof patient>
  operations: {}
  events: {}
}

const tables = () => {
  const entities = core['~definition'].entities.map((entity) => ({ owner: 'core', entity }))
  const schema = buildSchema({ entities: [...entities, { owner: 'patients', entity: patient }] })
  return stepsOf(schema).filter(({ table }) => table === 'patients')
}

export const patients = (): Plugin<PatientTypes> =>
  definePlugin<PatientTypes, CoreTypes & PatientTypes>({
    id: 'patients',
    version: '1.0.0',
    entities: [patient],
    migrations: [{ id: '0001_start', steps: tables() }],
  })
