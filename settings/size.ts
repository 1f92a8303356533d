/** Linux' limit for one string of a process's environment (MAX_ARG_STRLEN). */
const LONGEST = 128 * 1024;

/** From which share of it on a stack is told. */
const NEAR = 0.75;

/**
 * What is to be said of a configuration's size, in a sentence: the engine hands all of it to the program in one variable,
 * and beyond the limit Node.js can't be started.
 *
 * @param json as the engine hands it over.
 */
export function nearLimit(json: string): string[] {
  // With the variable's name, and the byte that ends it.
  const bytes = Buffer.byteLength(`PULUMI_CONFIG=${json}`) + 1;
  if (bytes < LONGEST * NEAR) return [];
  const share = Math.round((100 * bytes) / LONGEST);
  const what =
    bytes > LONGEST
      ? `has ${kib(bytes)}, and Linux starts no program with more than ${kib(LONGEST)} of it: an up ends with "argument list too long"`
      : `has ${kib(bytes)}, ${share} % of what Linux lets a program be started with`;
  return [`the configuration ${what}; put the hosts into a file of their own (hostsFrom, docs/hosts.md)`];
}

function kib(bytes: number): string {
  return `${Math.round(bytes / 1024)} KiB`;
}
