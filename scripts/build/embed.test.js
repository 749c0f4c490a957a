import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { unpack } from '../../pkg-template/client/unpack.js';
import { embed } from './embed.js';

const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);

test('every byte comes back, and any bytes in a row', () => {
  assert.deepEqual([...unpack(embed(all))], [...all]);
  assert.deepEqual([...unpack(embed(all.toReversed()))], [...all].toReversed());
  assert.deepEqual([...unpack(embed(new Uint8Array()))], []);
  for (let round = 0; round < 200; round += 1) {
    const bytes = randomBytes(round);
    assert.deepEqual([...unpack(embed(bytes))], [...bytes]);
  }
});

test('the text needs no escape in any quotes, and ends no script', () => {
  assert.match(embed(all), /^[ -~]+$/);
  assert.doesNotMatch(embed(all), /['"`\\$<]/);
});
