/**
 * The span that is measured, as the Flink baseline has it: from the first row made by any thread to the last one processed. The CPU
 * seconds are those of the whole process, all threads, compilation and garbage collection included.
 */
export function spanOf(began, ended) {
  const first = began.reduce((earliest, one) => (one.at < earliest.at ? one : earliest));
  const last = ended.reduce((latest, one) => (one.at > latest.at ? one : latest));
  const cpuOf = ({ cpu }) => cpu.user + cpu.system;
  return { seconds: (last.at - first.at) / 1000, cpuSeconds: (cpuOf(last) - cpuOf(first)) / 1e6 };
}

export function now() {
  return { at: performance.timeOrigin + performance.now(), cpu: process.cpuUsage() };
}
