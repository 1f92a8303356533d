import { runError } from "../../user-error";

/** What library.sh prints at a script's end, on a line of its own. */
const MARK = /^lookout ran: (.*)$/m;

/**
 * What a script printed, by the mark at its end: a login shell may print before and after, and an exit code of 0 may be
 * of a login that ran nothing.
 *
 * @param output all that the command printed.
 * @param where for the message: the host's and the command's name, and what makes it run again.
 * @throws RunError where the mark is missing.
 */
export function printedByScript(
  output: string,
  { host, command, again }: { host: string; command: string; again: string },
): string {
  const printed = MARK.exec(output)?.[1];
  if (printed !== undefined) return printed;
  const instead = output.trim() === "" ? "nothing" : JSON.stringify(output.trim().slice(0, 200));
  throw runError(
    `${host}: the login ended well and did not run ${command}; it printed ${instead}. Let the login run commands: no ` +
      `exit in ~/.bashrc, no ForceCommand in sshd_config, no command= in authorized_keys. Then run: ${again}`,
  );
}

/**
 * What makes commands run again that Pulumi takes for done. All in one: of one alone the others would stop the program
 * before it is reached.
 */
export function runAgain(commands: readonly string[]): string {
  return ["pulumi up", ...commands.map((command) => `--replace '**::${command}'`)].join(" ");
}
