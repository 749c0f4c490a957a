/**
 * The service on loopback, in a process of its own, so that it takes no time of the one that is measured: prepared bytes
 * and nothing else. Prints its address, and ends with its input.
 */
import { createServer } from 'node:http';
import { LARGE, detailAnswer, listAnswer, wireCards } from './data.js';

const cards = wireCards(LARGE);
const [first] = cards;
if (!first) throw new Error('no cards');
/** @type {Record<string, Buffer>} */
const answers = { '/cdkey/list': listAnswer(cards), '/cdkey/detail': detailAnswer(first) };

const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  const body = answers[request.url ?? ''];
  request.resume();
  request.on('end', () => {
    if (!body || request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) console.log(`http://127.0.0.1:${address.port}`);
});
process.stdin.resume().on('end', () => process.exit(0));
