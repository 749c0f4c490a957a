/**
 * Asks a page's backend, on one kept connection, for moves whose answers are lost behind it.
 */
import { keptConnection, sendAndLeave } from '../support/kept.js';

/** @typedef {import('../../scripts/matrix/cells.js').Context} Context */
/** @typedef {import('espai-cdkey/emulator').Fault} Fault */

/**
 * Every way in which an answer can be lost, or be one that browsers act on by themselves. `made`: how often the cards change.
 * @type {{ fault: Fault, made: number }[]}
 */
export const LOST = [
  { fault: { fault: 'drop', when: 'before' }, made: 0 },
  { fault: { fault: 'drop', when: 'after' }, made: 1 },
  { fault: { fault: 'truncate' }, made: 1 },
  { fault: { fault: 'truncate', bytes: 0 }, made: 1 },
  { fault: { fault: 'garbage' }, made: 1 },
  { fault: { fault: 'html', when: 'before' }, made: 0 },
  { fault: { fault: 'html', when: 'after' }, made: 1 },
  { fault: { fault: 'redirect', when: 'after' }, made: 1 },
  { fault: { fault: 'redirect', when: 'after', status: 307 }, made: 1 },
  { fault: { fault: 'envelope', when: 'after' }, made: 1 },
  ...[204, 407, 408, 421, 500, 503, 504].map((status) => ({
    fault: /** @type {Fault} */ ({ fault: 'status', status, when: 'after' }),
    made: 1,
  })),
];

/**
 * A backend on a socket answers all of it, without a cut, and makes each move once; also where the page goes away.
 * @param {Context} context When nothing more is compared with its cards: quota is moved.
 * @param {string} url
 */
export async function answersAll({ backend }, url) {
  const move = await anyMove(backend);
  const send = keptConnection(url);
  try {
    for (const { fault, made } of LOST) {
      const before = backend.changes();
      backend.inject({ ...fault, endpoint: 'transfer' });
      const { status, body } = await send('/api/cdkey/transfer', move);
      const changes = backend.changes() - before;
      if (changes !== made || (status < 500 && /"success": ?(true|false)/.test(body) && fault.fault !== 'envelope')) {
        throw new Error(
          `${JSON.stringify(fault)}: ${changes} changes, and the page hears ${status} ${body.slice(0, 200)}`,
        );
      }
      if ([407, 408, 421].includes(status) || (status >= 300 && status < 400)) {
        throw new Error(`${JSON.stringify(fault)}: browsers act on ${status} by themselves`);
      }
    }
    const empty = await send('/api/cdkey/list', '');
    if (empty.status !== 400) {
      throw new Error(`No body at all was answered ${empty.status} ${empty.body.slice(0, 200)}`);
    }
  } finally {
    send.close();
  }
  const before = backend.changes();
  backend.inject({ fault: 'latency', ms: 600, when: 'before', endpoint: 'transfer' });
  await sendAndLeave(`${url}/api/cdkey/transfer`, move, 300);
  await new Promise((resolve) => {
    setTimeout(resolve, 800);
  });
  if (backend.changes() !== before + 1) throw new Error('A move was given up because the page went away');
}

/**
 * The body of a transfer that the service makes, in its own words.
 * @param {Context['backend']} backend
 */
export async function anyMove({ url, apiKey }) {
  const headers = { 'content-type': 'application/json', authorization: apiKey };
  const answer = await fetch(`${url}/cdkey/list`, { method: 'POST', headers, body: '{}' });
  const { data } = /** @type {any} */ (await answer.json());
  const [source, target] = data.filter((/** @type {any} */ { type, api_limit: limit }) => type !== '0' && limit > 50);
  const [{ user_phone: phone, code }, { user_phone: targetPhone, code: targetCode }] = [source, target];
  return JSON.stringify({ phone, code, target_phone: targetPhone, target_code: targetCode, limit: 1 });
}
