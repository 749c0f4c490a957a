/**
 * AWS Lambda's shape: one file, with nothing beside it, whose handler is called with events of an HTTP API.
 */
import { versions } from '../pinned.js';
import { runAlone, writeApp } from './app.js';

/** @typedef {import('../../../scripts/matrix/cells.js').Cell} Cell */
/** @typedef {import('../../../scripts/matrix/cells.js').Context} Context */

const TOOLS = 'esbuild';
const tool = `AWS Lambda's shape, esbuild ${versions(TOOLS)('esbuild')}`;

/**
 * What the runtime does: imports the file and calls its handler, in one process as a warm function has it. The calls and
 * the report are those of the other apps.
 */
const RUNTIME = `
const { handler } = await import('./' + process.argv[1]);
let status;
async function call(method, path, body) {
  const event = {
    version: '2.0', routeKey: '$default', rawPath: path, rawQueryString: '', headers: { 'content-type': 'application/json' },
    requestContext: { http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7' } },
    ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)).toString('base64') }),
    isBase64Encoded: body !== undefined,
  };
  const answer = await handler(event);
  status = answer.statusCode;
  return JSON.parse(answer.body);
}
const { total } = await call('GET', '/cards');
const { cards } = await call('GET', '/paid');
const [source, target] = cards.filter((card) => card.apiLimit > 0);
const empty = cards.find((card) => card.apiLimit === 0);
const detail = await call('POST', '/detail', { phone: source.userPhone, code: source.code });
const move = { phone: source.userPhone, code: source.code, targetPhone: target.userPhone, targetCode: target.code };
const { message: moved } = await call('POST', '/transfer', { ...move, limit: 1 });
const { message: destroyed } = await call('POST', '/destroy', { id: empty.id });
const error = await call('POST', '/transfer', { ...move, limit: 100_000_000 });
const refused = status;
await call('GET', '/nothing');
const report = { total, detailId: detail.id, moved, destroyed, error: { ...error, isCdkeyError: refused === 422 } };
console.log(JSON.stringify({ report, unknownRoute: status }));
// The runtime freezes a function between events; its open connections are no reason to wait.
process.exit();
`;

/**
 * @param {Context} context
 * @param {string} script
 * @param {string} file
 */
async function run(context, script, file) {
  writeApp(context, 'bundlers/lambda');
  await context.exec('npm', ['run', script]);
  const { stdout, came } = await runAlone(context, file, (name) => ['--input-type=module', '-e', RUNTIME, name]);
  const { report, unknownRoute } = JSON.parse(stdout);
  context.check(report);
  if (unknownRoute !== 404) throw new Error(`An unknown route was answered with ${unknownRoute}`);
  return { ...came, note: 'with espai-cdkey/node' };
}

/** @type {Cell[]} */
export const cells = [
  { tool, mode: 'one .mjs', group: 'bundler', tools: TOOLS, run: (context) => run(context, 'build', 'dist/index.mjs') },
  {
    tool,
    mode: 'one .js',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => run(context, 'build:cjs', 'dist/index.js'),
  },
];
