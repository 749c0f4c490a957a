/**
 * Every way to the cards, ours and the peers', each behind the same two functions. All are used as their documents show,
 * with an agent that keeps connections where a library has no such thing by itself.
 *
 * Nothing is imported here before a way is made: processes that time their start load what they use, and nothing else.
 */
import { peer } from './peer.js';

export const US = 'espai-cdkey';
/** The same over Node's fast transport. */
export const OVER_NODE = 'espai-cdkey/node';
/** Another package of ours, which `--beside` puts beside this one. */
export const BEFORE = 'before';
export const BEFORE_OVER_NODE = 'before/node';

export const KEY = '0123456789abcdef0123456789abcdef';
const DETAIL = { phone: '15900000000', code: 'aaaaaaaa' };
const BODY = { list: '{}', detail: JSON.stringify(DETAIL) };
const headers = { 'content-type': 'application/json', authorization: KEY };
/** As many as the row with 64 calls at once keeps busy. */
const connections = 64;

/**
 * @typedef {object} Way
 * @property {() => Promise<any[]>} list All cards of the answer.
 * @property {() => Promise<any>} detail One card.
 */

/** @typedef {(base: string) => Promise<Way>} MakeWay */

/** @type {Readonly<Record<string, MakeWay>>} */
export const WAYS = {
  [US]: async (base) => ours('espai-cdkey', base),
  [OVER_NODE]: async (base) => ours('espai-cdkey', base, await peer('espai-cdkey/node')),
  [BEFORE]: async (base) => ours('espai-cdkey-before', base),
  [BEFORE_OVER_NODE]: async (base) => ours('espai-cdkey-before', base, await peer('espai-cdkey-before/node')),

  fetch: async (base) => {
    /** @param {'list' | 'detail'} endpoint */
    const call = async (endpoint) => {
      const response = await fetch(`${base}/cdkey/${endpoint}`, { method: 'POST', headers, body: BODY[endpoint] });
      return /** @type {any} */ (await response.json()).data;
    };
    return { list: () => call('list'), detail: () => call('detail') };
  },

  axios: async (base) => {
    const post = await axiosPost(base);
    return { list: async () => (await post('list', {})).data, detail: async () => (await post('detail', DETAIL)).data };
  },

  'axios + zod': async (base) => {
    const post = await axiosPost(base);
    const { list, detail } = await import('./schema-zod.js');
    return {
      list: async () => list(await post('list', {})),
      detail: async () => detail(await post('detail', DETAIL)),
    };
  },

  'ky + valibot': async (base) => {
    const { default: ky } = await peer('ky');
    const { list, detail } = await import('./schema-valibot.js');
    const client = ky.create({ headers });
    return {
      list: async () => list(await client.post(`${base}/cdkey/list`, { json: {} }).json()),
      detail: async () => detail(await client.post(`${base}/cdkey/detail`, { json: DETAIL }).json()),
    };
  },

  got: async (base) => {
    const { default: got } = await peer('got');
    const { Agent } = await import('node:http');
    const client = got.extend({ headers, agent: { http: new Agent({ keepAlive: true }) } });
    return {
      list: async () => (await client.post(`${base}/cdkey/list`, { json: {} }).json()).data,
      detail: async () => (await client.post(`${base}/cdkey/detail`, { json: DETAIL }).json()).data,
    };
  },

  'undici.request': async (base) => {
    const { Agent, request } = await peer('undici');
    const dispatcher = new Agent({ connections });
    /** @param {'list' | 'detail'} endpoint */
    const call = async (endpoint) => {
      const options = { method: 'POST', headers, body: BODY[endpoint], dispatcher };
      const { body } = await request(`${base}/cdkey/${endpoint}`, options);
      return (await body.json()).data;
    };
    return { list: () => call('list'), detail: () => call('detail') };
  },
};

/**
 * The ways that there are: an entry that this package does not export is none, any other failure is a failure.
 * @param {string} base
 * @param {boolean} beside Whether the package before is installed, too.
 * @returns {Promise<Record<string, Way>>}
 */
export async function allWays(base, beside) {
  /** @type {Record<string, Way>} */
  const ways = {};
  for (const [name, make] of Object.entries(WAYS)) {
    if (!beside && (name === BEFORE || name === BEFORE_OVER_NODE)) continue;
    try {
      ways[name] = await make(base);
    } catch (error) {
      const missing = /** @type {any} */ (error)?.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
      if (!missing || name !== OVER_NODE) throw error;
      console.error(`bench: ${name} is not in this package`);
    }
  }
  return ways;
}

/**
 * The least that any way over fetch needs: the body is read, and nothing is made of it.
 * @param {string} base
 */
export async function bodyAlone(base) {
  const response = await fetch(`${base}/cdkey/list`, { method: 'POST', headers, body: BODY.list });
  return response.arrayBuffer();
}

/**
 * Only what every version has: the package before knows no option that came later.
 * @param {'espai-cdkey' | 'espai-cdkey-before'} name
 * @param {string} baseUrl
 * @param {{ createFetch: (options: { connections: number }) => unknown }} [node] The fast transport's entry, to go over it.
 * @returns {Promise<Way>}
 */
async function ours(name, baseUrl, node) {
  const { CdkeyClient } = await peer(name);
  const fetch = node?.createFetch({ connections });
  const client = new CdkeyClient({ apiKey: KEY, baseUrl, fetch });
  return { list: async () => (await client.list()).cards, detail: () => client.detail(DETAIL) };
}

/** @param {string} base */
async function axiosPost(base) {
  const { default: axios } = await peer('axios');
  const { Agent } = await import('node:http');
  const client = axios.create({ headers, httpAgent: new Agent({ keepAlive: true }) });
  return async (/** @type {'list' | 'detail'} */ endpoint, /** @type {object} */ input) =>
    (await client.post(`${base}/cdkey/${endpoint}`, input)).data;
}
