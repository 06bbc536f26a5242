// The same for the examples of @guanxi/tickets, whose instance has the plugin.
import { createCrm } from '@guanxi/core'
import { tickets } from '@guanxi/tickets'
import { storage } from './prelude.ts'

export { afterAll, describe, expect, schema, storage, students, test, z } from './prelude.ts'

export const crm = createCrm({ storage, plugins: [tickets()] })
export const me = crm.as({ user: 'u_1', roles: ['agent'] })
