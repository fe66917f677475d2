// @ts-check
// Sends words over TCP as fast as they are taken, in lines of 1 to 12 words, and says with IPC what it sent.
import { createServer } from 'node:net';

const words = Number(process.argv[2]);
const vocabulary = [
  'River',
  'WEIR',
  'stone',
  'Ärger',
  'ärger',
  'ÉTÉ',
  'été',
  'straße',
  'Ωmega',
  'ωMEGA',
  '水',
  'водa',
  'naïve',
  'over',
  'Over',
];
const dictionary = [
  ...vocabulary,
  ...Array.from({ length: 2_000 }, (_, index) => `${index % 3 === 0 ? 'Word' : 'word'}${index}`),
];
let state = 12345;

function next() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state;
}

function* lines() {
  for (let left = words; left > 0;) {
    const count = Math.min(left, 1 + ((next() >>> 8) % 12));
    left -= count;
    const line = Array.from(
      { length: count },
      () => dictionary[Math.min(next() >>> 8, next() >>> 8) % dictionary.length],
    );
    yield `${line.join((next() >>> 8) % 7 === 0 ? '  \t' : ' ')}\n`;
  }
}

const counts = new Map();

const server = createServer((socket) => {
  server.close();
  const source = lines();
  const write = () => {
    for (;;) {
      let block = '';
      for (let line = 0; line < 500; line += 1) {
        const { value, done } = source.next();
        if (done === true) break;
        block += value;
        for (const word of value.trim().split(/\s+/))
          counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + 1);
      }
      if (block === '') {
        socket.end();
        process.send?.({ counts: [...counts] }, () => process.disconnect());
        return;
      }
      if (!socket.write(block)) {
        socket.once('drain', write);
        return;
      }
    }
  };
  write();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
