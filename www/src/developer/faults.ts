import type { Fault } from 'espai-cdkey/emulator';
import type { texts } from './texts.ts';

/** The faults on offer, by the names of their words. */
export type FaultName = keyof (typeof texts)['en']['developer']['faults'];

/** What the emulator is told for each. */
export const FAULTS: Readonly<Record<FaultName, Fault>> = {
  lostAfter: { fault: 'drop', when: 'after' },
  lostBefore: { fault: 'drop', when: 'before' },
  serverError: { fault: 'envelope', code: 500, message: '系统错误:xxx' },
  refused: { fault: 'envelope', code: 400, message: '演示：服务拒绝了这次操作' },
  unauthenticated: { fault: 'envelope', code: 401, message: '演示：密钥无效' },
  rateLimited: { fault: 'status', status: 429, retryAfter: 1 },
  proxy: { fault: 'html' },
  truncated: { fault: 'truncate' },
  garbage: { fault: 'garbage' },
  slow: { fault: 'latency', ms: 3000 },
  hang: { fault: 'hang' },
};
