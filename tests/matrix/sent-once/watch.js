/** Beside a backend: which process a transfer reached, and how many requests its connection had carried before. */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';

/** @type {WeakMap<object, number>} */
const carried = new WeakMap();
subscribe('http.server.request.start', (message) => {
  const { request, socket } = /** @type {{ request: { url: string }, socket: object }} */ (message);
  const before = carried.get(socket) ?? 0;
  carried.set(socket, before + 1);
  if (!request.url.endsWith('/cdkey/transfer')) return;
  appendFileSync('transfers.jsonl', `${JSON.stringify({ pid: process.pid, before })}\n`);
});
