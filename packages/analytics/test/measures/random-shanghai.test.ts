import { hundredQuestions } from './random.ts'

hundredQuestions('Asia/Shanghai')
