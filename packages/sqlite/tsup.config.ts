import { library } from '../../scripts/tsup.ts'

export default library({ entry: { index: 'src/index.ts', dialect: 'src/dialect/index.ts' } })
