import { hundredQuestions } from './random.ts'

hundredQuestions('America/New_York')
