// Prints the steps that lead from the core's migrations to what its entities imply: `node --conditions=source scripts/migration.ts`.
// A new migration is this text, frozen in a file of its own under packages/core/src/entities/migrations/.
import { core } from '@guanxi/core'
import { buildSchema, coreMigrations, difference, replay } from '@guanxi/core/storage'

const { entities } = core['~definition']
const schema = buildSchema({ entities: entities.map((entity) => ({ owner: 'core', entity })) })
const steps = difference(replay((await coreMigrations()).flatMap(({ steps }) => steps)), schema.entities.values())
console.log(JSON.stringify(steps, null, 2))
