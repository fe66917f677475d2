// The threads of a measured run: those of the engine itself, but that they say when the first row was made and the last one
// processed, and fold their results into a checksum, as the Flink baseline does: the final state when it is closed, and the few
// rows of passthrough at the sink.
import { BroadcastChannel, threadId } from 'node:worker_threads';
import { decodeKey, readKeyedBlock } from '@weir/engine-core';
import { runNodeThread } from '@weir/engine-execution';
import { composeThread } from '../../libs/embedded-engine/dist/compose-thread.js';
import { nodeThreadWorld } from '../../libs/embedded-engine/dist/node-thread-world.js';
import { foldBid, foldPair, wordId } from './rows.mjs';
import { now } from './span.mjs';

const channel = new BroadcastChannel('weir-bench');
runNodeThread((settings) => {
  const composition = composeThread(settings, nodeThreadWorld({ socketAllow: [] }));
  const { catalog, stateBackends } = composition;
  return {
    ...composition,
    catalog: {
      isSource: (operator) => catalog.isSource(operator),
      createSource: (operator, context) => timedAtStart(catalog.createSource(operator, context)),
      createOperator: (operator, context) => foldedAtEnd(catalog.createOperator(operator, context), operator),
    },
    stateBackends: new Map(
      [...stateBackends].map(([type, factory]) => [
        type,
        { type, create: (options) => folded(factory.create(options)) },
      ]),
    ),
  };
});

/** A source that says when it is asked for its first rows. */
function timedAtStart(reader) {
  const poll = reader.poll.bind(reader);
  reader.poll = () => {
    say('began');
    reader.poll = poll;
    return poll();
  };
  return reader;
}

/** A sink that counts its rows and, for bids, adds them up. */
function foldedAtEnd(sink, operator) {
  if (operator.type !== 'blackhole') return sink;
  const isBids = operator.inputColumns[0]?.name === 'auction';
  let rows = 0;
  let checksum = 0;
  const process = sink.processBatch.bind(sink);
  sink.processBatch = (batch, input) => {
    rows += batch.rowCount;
    if (isBids) checksum = (checksum + foldBids(batch)) >>> 0;
    process(batch, input);
  };
  const finish = sink.finish.bind(sink);
  sink.finish = () => {
    finish();
    say('ended');
  };
  const close = sink.close.bind(sink);
  sink.close = async () => {
    await close();
    channel.postMessage({ kind: 'fold', thread: threadId, rows, checksum });
  };
  return sink;
}

function foldBids({ columns, rowCount }) {
  const [auctions, bidders, prices] = columns.map(({ values }) => values);
  let checksum = 0;
  for (let row = 0; row < rowCount; row += 1)
    checksum = (checksum + foldBid(auctions[row], bidders[row], prices[row])) >>> 0;
  return checksum;
}

/** A state backend that folds what it holds when it is closed. */
function folded(backend) {
  const close = backend.close.bind(backend);
  backend.close = async () => {
    const checksum = await foldState(backend);
    await close();
    channel.postMessage({ kind: 'fold', thread: threadId, rows: 0, checksum });
  };
  return backend;
}

async function foldState(backend) {
  const chunks = [];
  let position = 0;
  const writer = {
    get position() {
      return position;
    },
    write: async (bytes) => {
      chunks.push(bytes.slice());
      position += bytes.length;
    },
  };
  const cut = backend.snapshot();
  const written = await cut.write(writer);
  cut.release();
  const file = Buffer.concat(chunks);
  let checksum = 0;
  for (const { descriptor, keyGroups } of written) {
    for (const { offset, length } of keyGroups) {
      const { entries, keys, values } = readKeyedBlock(descriptor, file.subarray(offset, offset + length));
      for (let entry = 0; entry < entries; entry += 1) {
        const [key] = decodeKey(
          descriptor.keyColumns,
          keys.bytes.subarray(keys.offsets[entry], keys.offsets[entry + 1]),
        );
        checksum = (checksum + foldPair(idOf(key, descriptor.keyColumns[0].name), values[0][entry])) >>> 0;
      }
    }
  }
  return checksum;
}

function idOf(key, column) {
  if (typeof key === 'number') return key;
  return column === 'word' ? wordId(key) : Number(key.slice(1));
}

/** The time of the process, and the CPU time that all of its threads have used. */
function say(kind) {
  channel.postMessage({ kind, thread: threadId, ...now() });
}
