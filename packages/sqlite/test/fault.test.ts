import { expect, test } from 'vitest'
import { fault } from '../src/fault.ts'

const thrown = (code: string, message = 'x') => Object.assign(new Error(message), { code })

test.each([
  ['SQLITE_BUSY', 'STORAGE_BUSY'],
  ['SQLITE_BUSY_SNAPSHOT', 'CONFLICT'],
  ['SQLITE_LOCKED', 'STORAGE_BUSY'],
  ['SQLITE_FULL', 'STORAGE_FULL'],
  ['SQLITE_READONLY_DIRECTORY', 'STORAGE_READ_ONLY'],
  ['SQLITE_NOTADB', 'STORAGE_NOT_A_DATABASE'],
  ['SQLITE_CORRUPT_VTAB', 'STORAGE_NOT_A_DATABASE'],
  ['SQLITE_CANTOPEN_ISDIR', 'STORAGE_UNAVAILABLE'],
  ['SQLITE_IOERR_WRITE', 'STORAGE_UNAVAILABLE'],
  ['SQLITE_ERROR', 'STORAGE_FAILED'],
])('%s is %s', (code, expected) => {
  const cause = thrown(code)
  expect(fault(cause)).toMatchObject({ type: 'error', error: { code: expected, cause } })
})

test('an overflow is a number out of range', () => {
  expect(fault(thrown('SQLITE_ERROR', 'integer overflow'))).toMatchObject({ error: { code: 'NUMBER_OUT_OF_RANGE' } })
})

test('a clash has its columns', () => {
  const message = 'UNIQUE constraint failed: crm_orders.tenant, crm_orders.external_id'
  expect(fault(thrown('SQLITE_CONSTRAINT_UNIQUE', message))).toEqual({
    type: 'duplicate',
    table: 'crm_orders',
    index: undefined,
    columns: ['tenant', 'external_id'],
  })
})
