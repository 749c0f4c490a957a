/**
 * Behind a proxy: undici's own agents for it, which have a tunnel (CONNECT) made to each service, plain http ones included. A proxy
 * cannot read, repeat or answer what goes through a tunnel, and where it refuses one, nothing was sent.
 */
import { Buffer } from 'node:buffer';
// @ts-expect-error -- As the pool: by its file. The main module makes it a method of each pool.
import undiciConnect from 'undici/lib/api/api-connect.js';
// @ts-expect-error -- As above.
import UndiciEnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js';
// @ts-expect-error -- As above.
import UndiciPool from 'undici/lib/dispatcher/pool.js';
// @ts-expect-error -- As above.
import UndiciProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';
import { unsent } from './unsent.js';

const EnvHttpProxyAgent = /** @type {typeof import('undici').EnvHttpProxyAgent} */ (UndiciEnvHttpProxyAgent);
const Pool = /** @type {typeof import('undici').Pool} */ (UndiciPool);
const ProxyAgent = /** @type {typeof import('undici').ProxyAgent} */ (UndiciProxyAgent);

/** @type {(this: import('undici').Pool, options: object) => Promise<import('undici').Dispatcher.ConnectData>} */
const connect = undiciConnect;

/** @typedef {import('undici').buildConnector.BuildOptions} ConnectOptions */

/**
 * @param {import('./options.js').Proxy} proxy
 * @param {object} how
 * @param {import('undici').Pool.Options} how.pool Of the connections to one service.
 * @param {ConnectOptions} how.service How a connection to a service is made.
 * @param {ConnectOptions} how.proxy And to a proxy.
 * @param {number} how.timeoutMs How long a proxy may take to make a tunnel.
 * @returns {import('undici').Dispatcher}
 */
export function behindProxy(proxy, { pool, service, proxy: proxyTls, timeoutMs }) {
  const options = {
    ...pool,
    // Those that need no proxy.
    connect: service,
    requestTls: service,
    proxyTls,
    clientFactory: (/** @type {URL} */ url, /** @type {object} */ client) => new Tunnels(url, client, timeoutMs),
    factory: (/** @type {URL} */ origin, /** @type {object} */ made) => new Pool(origin, made),
  };
  if ('only' in proxy) return new ProxyAgent({ .../** @type {object} */ (options), uri: proxy.only.href });
  const { http, https } = proxy;
  // '': none, and the variable is not read again.
  return new EnvHttpProxyAgent({
    .../** @type {object} */ (options),
    httpProxy: http?.href ?? '',
    httpsProxy: https?.href ?? '',
  });
}

/** What has tunnels made by one proxy, in the place of undici's own client: this one says which proxy did what. */
class Tunnels {
  /** Without a user and a password. */
  #name;
  #headers;
  #pool;

  /**
   * @param {URL} url
   * @param {object} client How undici connects to it.
   * @param {number} timeoutMs
   */
  constructor({ origin, username, password }, client, timeoutMs) {
    this.#name = origin;
    // undici leaves it out where there is a user and no password.
    const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    this.#headers = user === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` };
    this.#pool = new Pool(origin, { ...client, headersTimeout: timeoutMs });
  }

  /**
   * Has a tunnel made.
   * @param {import('undici').Dispatcher.ConnectOptions & { headers: object }} options
   */
  async connect(options) {
    const headers = { ...options.headers, ...this.#headers };
    let answer;
    try {
      answer = await connect.call(this.#pool, { ...options, headers });
    } catch (error) {
      throw unsent(`The proxy ${this.#name} made no connection: ${/** @type {Error} */ (error).message}`);
    }
    const { statusCode, socket } = answer;
    // Each of them means that there is one, says the RFC; undici knows 200 only.
    if (statusCode >= 200 && statusCode <= 299) return { ...answer, statusCode: 200 };
    socket.on('error', () => {}).destroy();
    throw unsent(
      `The proxy ${this.#name} ${REFUSALS.get(statusCode) ?? 'refused the connection'} (HTTP ${statusCode})`,
    );
  }

  close() {
    return this.#pool.close();
  }

  /** @param {Error} [error] */
  destroy(error) {
    return this.#pool.destroy(error ?? null);
  }
}

const REFUSALS = new Map([
  [403, 'does not allow connections to this service'],
  [407, 'wants a user and a password in its address, or others than it was given'],
  [502, 'could not connect to the service'],
  [503, 'could not connect to the service'],
  [504, 'could not connect to the service in time'],
]);
