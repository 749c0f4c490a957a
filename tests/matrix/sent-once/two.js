/** The backend twice at one address, as process managers run it: where one dies, the other answers. */
import cluster from 'node:cluster';

const server = './server.mjs';

if (cluster.isPrimary) {
  cluster.fork();
  cluster.fork();
} else {
  await import(server);
}
