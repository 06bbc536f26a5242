export {
  type FoldedPhone,
  foldPhone,
  normalOf,
  type Phone,
  type PhoneHints,
  type PhoneNormalizer,
  plainPhones,
} from './phone.ts'
