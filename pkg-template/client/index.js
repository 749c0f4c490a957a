export { CardType, cardTypeLabel, isPaid } from './card-type.js';
export { CdkeyClient } from './client.js';
export { explain } from './explain.js';
export { provideMoves } from './moves.js';
export {
  AbortError,
  ApiError,
  AuthenticationError,
  CdkeyError,
  DecodeError,
  HttpError,
  InternalError,
  LedgerError,
  NetworkError,
  RateLimitError,
  TimeoutError,
  ValidationError,
} from './errors.js';
