/* global location, Worker */
/**
 * Runs the observation that the page's address names.
 */
const copy = '/node_modules/espai-cdkey/index.js?second';

/** @type {import('./host.js').Host} */
const host = {
  options: { apiKey: null, baseUrl: '/api' },
  backend: '/api',
  second: () => import(copy),
  ask: (options, cards) =>
    new Promise((resolve, reject) => {
      const worker = new Worker('/worker.js', { type: 'module' });
      worker.onmessage = ({ data }) => {
        resolve(data);
      };
      worker.onerror = ({ message }) => {
        reject(new Error(message));
      };
      worker.postMessage({ options, cards });
    }),
};

/** @type {any} */ (globalThis).report = await import(`/${location.search.slice(1)}.js`)
  .then(({ observe }) => observe(host))
  .catch((error) => ({ failed: `${error.name}: ${error.message}` }));
