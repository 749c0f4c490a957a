/** What tells afterwards what a panel has done: the service's own record, and all that the page shows and keeps. */

/**
 * What the emulator wrote down: how often each amount was moved.
 * @param {import('espai-cdkey/emulator').Emulator} emulator
 */
export async function record(emulator) {
  const answer = await emulator.fetch('https://emulator.invalid/cdkey/balance_logs', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: emulator.apiKey },
    body: '[{}]',
  });
  const { data } = /** @type {{ data: { api_limit: number }[] }} */ (JSON.parse(await answer.text()));
  /** @type {Map<number, number>} */
  const moved = new Map();
  // Each of its two cards has a row.
  for (const { api_limit: amount } of data) moved.set(Math.abs(amount), (moved.get(Math.abs(amount)) ?? 0) + 0.5);
  return moved;
}

/** All that the page shows and keeps, as one text. Runs in the page. */
export async function stored() {
  /** @param {IDBRequest} request @returns {Promise<any>} */
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const all = [];
  for (const { name = '' } of await indexedDB.databases()) {
    const db = await done(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      all.push(name, store, await done(db.transaction(store).objectStore(store).getAll()));
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) all.push(request.url, await (await cache.match(request))?.text());
  }
  return JSON.stringify([
    all,
    { ...localStorage },
    { ...sessionStorage },
    document.cookie,
    history.state,
    location.href,
    document.documentElement.outerHTML,
  ]);
}
