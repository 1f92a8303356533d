import type { Row } from "./row";

/**
 * What is to be typed so that the stack puts back what its hosts have otherwise: nothing else is touched. The engine sees no
 * host's files and takes its commands for done; another `recheck` is another text, so they run again, in place.
 *
 * @param now another instant makes another text.
 * @returns undefined where nothing is to be mended.
 */
export function repairCommand(stack: string, rows: readonly Row[], now: Date): string | undefined {
  const named = (how: "again" | "anew") =>
    new Set(rows.flatMap(({ repair }) => (repair?.how === how ? repair.commands : [])));
  const anew = named("anew");
  const again = [...named("again")].filter((name) => !anew.has(name));
  if (anew.size + again.length === 0) return undefined;
  const urn = (name: string) => `'**:Command::${name}'`;
  // Other scripts come with their host's copy of them; a host without one is no mistake.
  const hosts = new Set(rows.flatMap(({ host, repair }) => (repair === undefined ? [] : [host])));
  return [
    `pulumi up --stack ${stack}`,
    ...(again.length > 0 ? [`--config lookout:recheck=${now.toISOString().slice(0, 19)}`] : []),
    ...[...hosts].map((host) => `--target '**:CopyToRemote::${host}-scripts'`),
    ...again.map((name) => `--target ${urn(name)}`),
    ...[...anew].map((name) => `--target-replace ${urn(name)}`),
  ].join(" ");
}
