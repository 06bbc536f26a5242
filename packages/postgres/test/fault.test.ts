import { expect, test } from 'vitest'
import { fault, isLost } from '../src/fault.ts'

const answered = (code: string, more: object = {}) =>
  Object.assign(new Error('x'), { severity: 'ERROR', code, ...more })
const broken = (code: string | undefined, message = 'x') => Object.assign(new Error(message), { code })

test.each([
  [answered('40001'), 'CONFLICT'],
  [answered('40P01'), 'CONFLICT'],
  [answered('53100'), 'STORAGE_FULL'],
  [answered('25006'), 'STORAGE_READ_ONLY'],
  [answered('22003'), 'NUMBER_OUT_OF_RANGE'],
  [answered('25P01'), 'TRANSACTION_REQUIRED'],
  [answered('57P01'), 'STORAGE_UNAVAILABLE'],
  [answered('08006'), 'STORAGE_UNAVAILABLE'],
  [answered('28P01'), 'STORAGE_UNAVAILABLE'],
  [answered('42601'), 'STORAGE_FAILED'],
  [broken('ECONNRESET'), 'STORAGE_UNAVAILABLE'],
  [broken('EPIPE'), 'STORAGE_UNAVAILABLE'],
  [broken(undefined, 'Connection terminated unexpectedly'), 'STORAGE_UNAVAILABLE'],
  [broken(undefined, 'timeout exceeded when trying to connect'), 'STORAGE_UNAVAILABLE'],
  [new TypeError('x'), 'STORAGE_FAILED'],
])('%o is %s', (cause, expected) => {
  expect(fault(cause)).toMatchObject({ type: 'error', error: { code: expected, cause } })
})

test('a refused user is no lost connection', () => {
  expect(isLost(answered('28P01'))).toBe(false)
})

test('a clash has its index, and its columns where the schema does not know that', () => {
  const more = { table: 'crm_orders', constraint: 'theirs', detail: 'Key (tenant, external_id)=(t, x) already exists.' }
  expect(fault(answered('23505', more))).toEqual({
    type: 'duplicate',
    table: 'crm_orders',
    index: 'theirs',
    columns: ['tenant', 'external_id'],
  })
})
