import * as z from 'zod'

const grant = () =>
  z.strictObject({
    scope: z.union([z.enum(['none', 'own', 'team', 'tree', 'shared', 'all']), z.record(z.string(), z.unknown())]),
    can: z
      .array(z.enum(['read', 'create', 'update', 'delete', 'move']))
      .readonly()
      .optional(),
    fields: z.array(z.string()).max(1000).readonly().optional(),
    except: z.array(z.string()).max(1000).readonly().optional(),
  })

/** Grants as they are given and stored: one for an entity, or several. */
export const storedGrants = () => z.record(z.string(), z.union([grant(), z.array(grant()).max(50).readonly()]))
