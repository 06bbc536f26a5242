/** Keys and indexes that do not lead with the tenant, and why: the one list of them. */
export const tenantless: readonly { readonly what: RegExp; readonly why: string }[] = [
  { what: /^\(owner, id\)$/, why: 'The table of what was migrated: it belongs to the database.' },
  {
    what: /^\("?\w+_search"? ("schema of pg_trgm"\.)?"?gin_trgm_ops/,
    why: 'An index of trigrams takes no tenant without one more extension; Postgres joins it with an index that leads with him.',
  },
  {
    what: /^"rid" integer primary key/,
    why: 'SQLite’s own row id, by which the search index names rows. Nobody is given it.',
  },
  {
    what: /^using fts5/,
    why: 'An index of trigrams finds rows of all tenants; they are looked up and asked for their tenant.',
  },
]
