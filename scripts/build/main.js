/**
 * Makes dist/package/ and dist/espai-cdkey-<version>.tgz from the crates and pkg-template/. Run through `make package`,
 * which sets the tools up first. What has not changed is not made again.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { main, run } from '../lib/run.js';
import { filesOf, hashOf, once } from '../lib/stamp.js';
import { COPIED, fillPackage } from './package.js';
import { addPanel } from './panel.js';
import { DIST, GENERATED, PACKAGE, PANEL, ROOT, manifest, tarballPath } from './places.js';
import { SOURCE as UNPACKER_SOURCE, buildUnpacker } from './unpacker.js';
import { WASMS, buildWasm, wasmTools } from './wasm.js';

/** What the panel is made of. */
const PAGE = [
  'src',
  'public',
  'index.html',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.json',
].map((name) => `www/${name}`);

await main(async () => {
  const from = performance.now();
  const tools = wasmTools();
  const sources = [
    'Cargo.toml',
    'Cargo.lock',
    'src',
    'emulator/Cargo.toml',
    'emulator/src',
    'bulk/Cargo.toml',
    'bulk/src',
    'server/Cargo.toml',
    'server/src',
    'ledger/Cargo.toml',
    'ledger/src',
    'package-lock.json',
  ];
  const makers = ['wasm', 'glue', 'embed', 'unpacker'].map((name) => `scripts/build/${name}.js`);
  const wasmHash = hashOf(ROOT, [...sources, ...makers, UNPACKER_SOURCE], [tools.identity]);
  const products = WASMS.map(({ name }) => join(GENERATED, `${name}.js`));
  await once(join(GENERATED, '.stamp'), wasmHash, products, async () => {
    buildUnpacker();
    for (const wasm of WASMS) await buildWasm(wasm, tools);
  });

  const tarball = tarballPath();
  const files = [...COPIED, 'pkg-template', 'scripts/build', ...PAGE];
  const packageHash = hashOf(ROOT, files, [wasmHash]);
  const made = await once(join(DIST, '.stamp'), packageHash, [tarball, join(PANEL, 'index.html')], async () => {
    await fillPackage();
    await addPanel();
    for (const old of filesOf(DIST).filter((file) => file.endsWith('.tgz'))) rmSync(old);
    run('npm', ['pack', PACKAGE, '--pack-destination', DIST, '--silent'], { quiet: true });
  });
  const { name, version } = manifest();
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  console.log(
    `${name} ${version}: ${made ? `packed in ${seconds} s` : 'nothing has changed'}: dist/${name}-${version}.tgz`,
  );
});
