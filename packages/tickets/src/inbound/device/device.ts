import { type CreateOf, defineEntity, type EntityOf, field, type RowOf, type System } from '@guanxi/core'

/** A machine at a customer's that reports its own faults. */
export const device = defineEntity({
  name: 'device',
  plural: 'devices',
  fields: {
    serial: field.string({ min: 1, max: 200 }).unique().plain(),
    name: field.string({ min: 1 }).optional().plain(),
    /** Whose it is. */
    companyId: field.ref('company').optional(),
    contactId: field.ref('contact').optional(),
    /** The user who looks after it: he is told of its alarms. */
    ownerId: field.string().optional().plain(),
  },
  relations: {
    company: { to: 'company', via: 'companyId', inverse: 'devices' },
    contact: { to: 'contact', via: 'contactId', inverse: 'devices' },
    owner: { to: 'member', via: 'ownerId', on: 'userId', inverse: 'devices' },
  },
  identity: ['companyId', 'contactId'],
})

/**
 * A machine at a customer's that reports its own faults.
 *
 * @example
 * const { serial, ownerId }: Device = await me.devices.get('d_1')
 * console.log(serial, ownerId) // SN9 u_a
 */
export interface Device extends System, RowOf<typeof device.fields> {}

/**
 * What a creation of a device takes: its serial number, and whose it is.
 *
 * @example
 * const pump: DeviceCreate = { serial: 'SN9', name: '水泵', companyId: 'c_1', ownerId: 'u_a' }
 */
export interface DeviceCreate extends CreateOf<typeof device.fields> {}
export type DeviceTypes = EntityOf<typeof device, Device, DeviceCreate>
