/**
 * `node scripts/www.js install` brings www/node_modules up to date.
 */
import { installPage } from './lib/page.js';
import { main } from './lib/run.js';

await main(installPage);
