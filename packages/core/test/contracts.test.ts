import { core, type Operation, recordOf } from '@guanxi/core'
import { buildSchema } from '@guanxi/core/storage'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { checkContract } from '../src/plugin/check-contract.ts'

const { entities = [], operations = {} } = core['~definition']
const schema = buildSchema({ entities: entities.map((entity) => ({ owner: 'core', entity })) })
const contracts = Object.entries(operations).flatMap(([resource, own]) =>
  Object.entries(own as Readonly<Record<string, Operation>>).map(
    ([key, contract]) => [`${resource}.${key}`, contract] as const,
  ),
)

test('the core’s own contracts are strict and name entities that exist: boot does not look at them', () => {
  expect(contracts.length).toBeGreaterThan(25)
  for (const [name, contract] of contracts) checkContract(contract, 'core', name, schema)
})

test('a contract that is not would be found', () => {
  const output = recordOf('company')
  expect(() => checkContract({ input: z.object({}), output }, 'core', 'x.y', schema)).toThrow('unknown keys')
  expect(() => checkContract({ input: z.strictObject({}), output: recordOf('ghost') }, 'core', 'x.y', schema)).toThrow(
    'ghost',
  )
})

test('the schemas of a contract are made when they are first needed, once', () => {
  const [, contract] = contracts.find(([name]) => name === 'tasks.agenda') ?? []
  expect(Object.getOwnPropertyDescriptor(contract, 'input')?.get).toBeTypeOf('function')
  expect(contract?.input).toBe(contract?.input)
})
