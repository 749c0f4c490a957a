/**
 * Prints a session cookie, to try one of these servers without a log-in: `SESSION_SECRET=… node sign-in.mjs ann support`.
 */
import process from 'node:process';
import { sealSession } from './session.mjs';

const [user = 'ann', role = 'reader'] = process.argv.slice(2);
console.log(`session=${await sealSession({ user, role }, process.env['SESSION_SECRET'] ?? '')}`);
