/** Sales territories: of most countries the tables have no region. */
const territories: Readonly<Record<string, readonly string[]>> = {
  'Western Europe': ['Austria', 'Belgium', 'France', 'Germany', 'Ireland', 'Switzerland', 'UK'],
  'Northern Europe': ['Denmark', 'Finland', 'Norway', 'Poland', 'Sweden'],
  'Southern Europe': ['Italy', 'Portugal', 'Spain'],
  'North America': ['Canada', 'Mexico', 'USA'],
  'South America': ['Argentina', 'Brazil', 'Venezuela'],
}

const byCountry = new Map(
  Object.entries(territories).flatMap(([name, countries]) => countries.map((country) => [country, name] as const)),
)

export function territoryOf(country: string): string {
  const territory = byCountry.get(country)
  if (territory === undefined) throw new Error(`nobody sells to ${country}`)
  return territory
}
