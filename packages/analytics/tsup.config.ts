import { library } from '../../scripts/tsup.ts'

export default library({ entry: { math: 'src/math/index.ts' } })
