/* global self */
const address = '/node_modules/espai-cdkey/index.js';

// At once, and not after the import: what is sent before there is a listener may be lost.
self.addEventListener('message', async ({ data: { options, cards } }) => {
  const { CdkeyClient } = await import(address);
  const page = await new CdkeyClient(options).list();
  self.postMessage({ sent: cards, own: page.cards });
});
