import { definePlugin } from '@guanxi/core'
import { visitCheck } from './check.ts'
import { companyFields } from './company.ts'
import { handlers } from './handlers.ts'
import { installation } from './installation.ts'
import { migrations } from './migrations/index.ts'
import { operations } from './operations.ts'
import { placeHooks } from './place.ts'
import { roles } from './roles.ts'
import type { FieldServiceTypes } from './types.ts'
import { round, visit } from './visit.ts'
import { customerHooks, warrantyHooks } from './warranty.ts'

/** Machines at customers', and the visits of technicians to them. */
export const fieldService = () =>
  definePlugin<FieldServiceTypes>({
    id: 'field-service',
    version: '1.0.0',
    entities: [installation, visit, visitCheck],
    extend: { company: companyFields },
    pipelines: { round },
    operations,
    handlers,
    hooks: { installation: warrantyHooks, visit: placeHooks, company: customerHooks },
    facts: ['visit.finished'],
    errors: {
      WARRANTY_RUNS: {
        status: 409,
        en: 'Machine {serial} is under warranty until {until}.',
        zh: '设备 {serial} 的保修期至 {until}。',
        hint: 'Transfer the machine to another customer first.',
      },
      CHECK_UNKNOWN: {
        status: 400,
        en: 'The checklist of this visit has no “{title}”.',
        zh: '此次上门的检查表中没有“{title}”。',
        hint: 'Results are named as the checks of the visit are.',
      },
    },
    roles,
    migrations,
  })
