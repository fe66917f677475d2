// npm test. Only syntax that an old Node understands stands here, so that it can be told what is missing.
const wanted = [20, 19];
const found = process.versions.node.split('.').map(Number);
const isOldNode = found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1]);

if (isOldNode) {
  console.error(
    `Weir needs Node ${wanted.join('.')} or newer, and this is Node ${process.versions.node}: install it from https://nodejs.org and try again.`,
  );
  process.exit(1);
} else {
  import('./run-tests.mjs').then(({ runTests }) => runTests());
}
