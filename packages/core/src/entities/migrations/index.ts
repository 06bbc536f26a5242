import type { Migration } from '../../migration/index.ts'
import { customers } from './0001_customers.ts'
import { sales } from './0002_sales.ts'
import { records } from './0003_records.ts'
import { people } from './0004_people.ts'
import { leads } from './0005_leads.ts'
import { work } from './0006_work.ts'
import { tenant } from './0007_tenant.ts'
import { ownership } from './0008_ownership.ts'
import { money } from './0009_money.ts'
import { search } from './0010_search.ts'
import { privacy } from './0011_privacy.ts'
import { contract } from './0012_contract.ts'
import { jobs } from './0013_jobs.ts'
import { audit } from './0014_audit.ts'
import { rollups } from './0015_rollups.ts'
import { rollupChanges } from './0016_rollup_changes.ts'
import { rollupShares } from './0017_rollup_shares.ts'

/** The core's migrations, in order. */
export const migrations: readonly Migration[] = [
  customers,
  sales,
  records,
  people,
  leads,
  work,
  tenant,
  ownership,
  money,
  search,
  privacy,
  contract,
  jobs,
  audit,
  rollups,
  rollupChanges,
  rollupShares,
]
