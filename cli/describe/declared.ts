import type { HostExample } from "../stack/environment";
import { type Registration, withoutSecrets } from "../stack/program";
import { StackError } from "../stack/stacks";
import type { Warning } from "../stack/warnings";

/** What a stack declares, as far as people care about it; plain data without a secret, so that it can be kept in a file. */
export interface Declared {
  readonly stack: string;
  /** The tag's value on its hosts and monitors. @default the stack's name, in a file of before there was another */
  readonly env?: string;
  readonly hosts: readonly HostExample[];
  readonly registrations: readonly Registration[];
  /** What a preview would say, and let pass. */
  readonly warnings: readonly Warning[];
}

/** Of a command on a host, what it is told; its scripts and its connection are the same for all. */
const OF_COMMANDS = ["create", "triggers"];

/** What of the program's registrations is kept: what goes to Datadog, the Agents, and what is run on hosts. */
export function kept(registrations: readonly Registration[]): Registration[] {
  return registrations.flatMap((one) => {
    const inputs = withoutSecrets(one.inputs) as Registration["inputs"];
    if (one.type.startsWith("datadog:") || one.type.startsWith("lookout:agent:")) return [{ ...one, inputs }];
    if (!one.type.startsWith("command:")) return [];
    return [
      { ...one, inputs: Object.fromEntries(Object.entries(inputs).filter(([key]) => OF_COMMANDS.includes(key))) },
    ];
  });
}

/** Another number is another form of the file. */
const FORM = 1;

export function savedText(declared: Declared): string {
  return `${JSON.stringify({ form: FORM, ...declared })}\n`;
}

/**
 * What {@link savedText} wrote.
 *
 * @param file its name, for messages.
 * @throws StackError where it is something else.
 */
export function readSaved(text: string, file: string): Declared {
  const saved = parsed(text);
  if (saved?.form !== FORM || !Array.isArray(saved.registrations)) {
    throw new StackError(`${file} is no saved description; write one to another file with lookout describe --json`);
  }
  return saved as unknown as Declared;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
