import { parentPort, workerData } from 'node:worker_threads';
import { CdkeyClient } from 'espai-cdkey';

const { cards } = await new CdkeyClient(workerData.options).list();
parentPort?.postMessage({ sent: workerData.cards, own: cards });
