import type { PolicyId } from "../../components/policies";
import { below } from "../../settings/credentials";
import { pathInWords } from "../../settings/path-in-words";
import type { OwnRule } from "../rule";

const COMMAND = "command:remote:Command";

/** What says that a secret follows, and is none itself: a variable, a placeholder, nothing. */
const LOOKS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ["a key of Datadog's", /\b(?:api|app|application)[_-]?key\b["']?\s*[:=]\s*["']?[0-9a-f]{32}(?:[0-9a-f]{8})?\b/i],
  ["a key of Datadog's", /\bDD_(?:API|APP(?:LICATION)?)_KEY=["']?[0-9a-f]{32}(?:[0-9a-f]{8})?\b/i],
  ["a password", /(?:\b|_)(?:password|passwd|pgpassword|mysql_pwd)=["']?(?![$"'<{[\s*]|SECRET\()[^\s"';&|]{3,}/i],
  ["a password", /\b(?:identified by|with password|password)\s+'(?![$<{[*]|SECRET\()[^']{3,}'/i],
  ["a password", /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]+:(?![$<{[*])[^\s:@/]{3,}@/i],
];

/** Of a command the texts that become a command line; of Datadog's objects, all that has its name beside it. */
const COMMAND_LINES = ["create", "update", "delete"];

/** Secrets where anybody reads them. */
export const secret: OwnRule & { readonly id: PolicyId } = {
  id: "policy/secret",
  level: "mandatory",
  because:
    "A secret in a command's text is in its host's list of processes and in each error, and one in a monitor or a dashboard is read by all who see it, whatever Pulumi encrypts.",
  source: "https://www.pulumi.com/docs/iac/concepts/secrets/",
  passes: { type: COMMAND, inputs: { create: "IFS= read -r DD_API_KEY && export DD_API_KEY && ./install" } },
  fails: { type: COMMAND, inputs: { create: "DD_API_KEY=0123456789abcdef0123456789abcdef ./install" } },
  *check({ type, inputs }) {
    const isCommand = type.startsWith("command:");
    if (!isCommand && !type.startsWith("datadog:")) return;
    const read = isCommand ? Object.fromEntries(COMMAND_LINES.map((key) => [key, inputs[key]])) : inputs;
    for (const { path, value } of below(read)) {
      const found = typeof value === "string" ? LOOKS.find(([, pattern]) => pattern.test(value)) : undefined;
      if (found === undefined) continue;
      yield {
        problem: `${pathInWords(path)} has ${found[0]} in clear`,
        remedy: isCommand
          ? "hand it over on stdin, as a secret, and read it there"
          : "take it out, and make another: this one is known",
      };
    }
  },
};
