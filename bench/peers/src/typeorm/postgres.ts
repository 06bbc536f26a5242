import type { OpenSubject } from '../../../src/subject.ts'
import { readAsRaw } from '../common/postgres.ts'
import { entitiesOf } from './entities.ts'
import { typeorm } from './typeorm.ts'

export const open: OpenSubject = (url) => {
  readAsRaw()
  return typeorm({ type: 'postgres', url, extra: { options: '-c timezone=UTC' } }, entitiesOf('postgres'))
}
