import { credentialIn } from "../../settings/credentials";

/** A line of a file that should hold no secret, without what looks like one: whoever changed it may have put it there. */
export function maskedSecrets(line: string): string {
  const [, begin = "", name = "", value = ""] = /^([-+ ]\s*(?:- )?"?([\w.-]+)"?\s*[:=]\s*)(.+)$/.exec(line) ?? [];
  const plain = value.replace(/^(["'])(.*)\1,?$/, "$2");
  if (name !== "" && credentialIn(name, plain) !== undefined) return `${begin}[not shown]`;
  return credentialIn("", line.slice(1)) === undefined ? line : `${line.slice(0, 1)}[not shown]`;
}
