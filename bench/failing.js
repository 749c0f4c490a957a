/**
 * Imported first: an error is shown by its stack, without the line of source that it was thrown on. The package is one
 * line, and a long one.
 */
process.once('uncaughtException', (error) => {
  console.error(error);
  process.exit(1);
});
