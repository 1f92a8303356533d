/** CPU milliseconds of the quickest of so many runs: what the machine does beside is not counted. */
export function cost(work: () => unknown, runs = 1): number {
  let least = Infinity;
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
