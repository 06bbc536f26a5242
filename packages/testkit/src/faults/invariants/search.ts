import { type Invariant, rowsOf } from './invariant.ts'

/** I8: the search text of each field is what it would be if it were made now. */
export const search: Invariant = {
  id: 'I8',
  broken(judged) {
    return judged.entities.flatMap(({ table, searched }) =>
      rowsOf(judged, table).flatMap((row) =>
        searched
          .filter((column) => column in row && squeezed(row[`${column}_search`]) !== squeezed(folded(row[column])))
          .map((column) => `${table} ${row.id} is not found by its ${column}`),
      ),
    )
  },
}

/** Without what the index puts between characters: a text of two kinds of writing keeps its letters in their order. */
const squeezed = (text: unknown): string | null => (typeof text === 'string' ? text.replaceAll('Ø', '') : null)

/** Width and case gone. */
const folded = (text: unknown): string | null =>
  typeof text === 'string' ? text.normalize('NFKC').toLowerCase() : null
