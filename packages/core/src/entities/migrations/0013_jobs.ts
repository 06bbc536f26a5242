import type { Migration } from '../../migration/index.ts'

/** What is to be done later. Frozen: never edited, only followed. */
export const jobs: Migration = {
  id: '0013_jobs',
  steps: [
    {
      step: 'createTable',
      table: 'backgroundJobs',
      columns: [
        { name: 'id', type: 'text', nullable: false },
        { name: 'of', type: 'text', nullable: false },
        { name: 'owner', type: 'text', nullable: false },
        { name: 'kind', type: 'text', nullable: false },
        { name: 'name', type: 'text', nullable: false },
        { name: 'entity', type: 'text', nullable: true },
        { name: 'recordId', type: 'text', nullable: true },
        { name: 'input', type: 'json', nullable: true },
        { name: 'rank', type: 'integer', nullable: false },
        { name: 'dueAt', type: 'datetime', nullable: false },
        { name: 'lane', type: 'text', nullable: true },
        { name: 'place', type: 'integer', nullable: false },
        { name: 'state', type: 'text', nullable: false },
        { name: 'attempt', type: 'integer', nullable: false },
        { name: 'attempts', type: 'integer', nullable: false },
        { name: 'fence', type: 'integer', nullable: false },
        { name: 'leasedUntil', type: 'datetime', nullable: true },
        { name: 'error', type: 'json', nullable: true },
        { name: 'cause', type: 'text', nullable: true },
        { name: 'depth', type: 'integer', nullable: false },
        { name: 'queuedAt', type: 'datetime', nullable: false },
      ],
    },
    {
      step: 'createIndex',
      table: 'backgroundJobs',
      index: { name: 'backgroundJobs_state_rank_dueAt', columns: ['state', 'rank', 'dueAt', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'backgroundJobs',
      index: { name: 'backgroundJobs_lane_place', columns: ['lane', 'place', 'id'], unique: false },
    },
    {
      step: 'createIndex',
      table: 'backgroundJobs',
      index: { name: 'backgroundJobs_of_state_dueAt', columns: ['of', 'state', 'dueAt', 'id'], unique: false },
    },
  ],
}
