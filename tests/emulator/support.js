/**
 * What the tests of the emulator share: one request, in-process or over a socket.
 */
import { request } from 'node:http';
import { createEmulator } from 'espai-cdkey/emulator';

/** The two cards of the page's transfer example, both paid (`docs/platform.md`, point 10). */
export const PAID_PAIR = [
  {
    id: '772868ead56c48d68fd1924aa5ec3aac',
    create_time: 1743506056109,
    update_time: null,
    code: 'wNaa1GDw',
    user_id: '87215a4192654cea8781a1a596d23cae',
    api_limit: 500,
    type: '1',
    user_phone: 15916888888,
    user_name: '琳琅',
  },
  { id: 'target', code: '3AoPbLSQ', type: '2', apiLimit: 7, userPhone: '17516888888' },
];

/** The page's transfer example. */
export const TRANSFER = {
  code: 'wNaa1GDw',
  phone: '15916888888',
  target_code: '3AoPbLSQ',
  target_phone: '17516888888',
  limit: '10',
};

/**
 * One way to reach an emulator.
 * @typedef {object} Way
 * @property {import('espai-cdkey/emulator').Emulator} emulator
 * @property {(name: string, body: unknown, init?: RequestInit) => Promise<Response>} post
 * @property {() => Promise<void>} close
 */

/** @type {Record<string, (options: import('espai-cdkey/emulator').EmulatorOptions) => Promise<Way>>} */
export const WAYS = {
  'in-process': async (options) => {
    const emulator = createEmulator(options);
    return { emulator, post: poster(emulator, emulator.fetch, 'https://api.espai.fun'), close: async () => {} };
  },
  'over a socket': async (options) => {
    const emulator = createEmulator(options);
    const server = await emulator.listen();
    return { emulator, post: poster(emulator, fetch, server.url), close: () => server.close() };
  },
};

/**
 * @param {import('espai-cdkey/emulator').Emulator} emulator
 * @param {typeof fetch} fetch
 * @param {string} base
 * @returns {Way['post']}
 */
export function poster(emulator, fetch, base) {
  return (name, body, init) =>
    fetch(`${base}/cdkey/${name}`, {
      method: 'POST',
      headers: { authorization: emulator.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      ...init,
    });
}

/**
 * The quotas that an emulator holds, in order.
 * @param {import('espai-cdkey/emulator').Emulator} emulator
 */
export function quotas(emulator) {
  return emulator.cards().map((card) => card.apiLimit);
}

/**
 * A request by node:http, which sends every header as it is given: `fetch` keeps `host` and `sec-fetch-site` to itself.
 * @param {string} url
 * @param {{ method?: string, headers?: Record<string, string>, body?: string | undefined, path?: string }} init `path` goes out as it is
 *   written, where an address would lose its dots.
 * @returns {Promise<{ status: number, headers: import('node:http').IncomingHttpHeaders, text: string }>}
 */
export function asked(url, { method = 'GET', headers = {}, body, path = new URL(url).pathname }) {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, path }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece) => (text += piece));
      answer.on('error', reject).on('end', () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
    });
    outgoing.on('error', reject).end(body);
  });
}
