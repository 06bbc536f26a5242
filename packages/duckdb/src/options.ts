/** What {@link duckdb} takes beside the storage and the file. */
export interface DuckdbOptions {
  /**
   * The entities whose records are copied, by their singular names. What a record owns is copied by its own name, beside
   * its owner's; logs cannot be copied, for nobody tells of their rows.
   */
  readonly entities: readonly string[]
  /** So many records are copied at a time by the first copy; 5,000 unless told. */
  readonly page?: number
  /** Settings of DuckDB, such as `{ memory_limit: '4GB', threads: '4' }`. */
  readonly settings?: Readonly<Record<string, string>>
}
