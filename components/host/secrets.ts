/**
 * The standard input that carries secrets to a script: a line of name and base64 for each, so that any text survives
 * and none is an argument or in the environment.
 */
export function secretsInput(secrets: Readonly<Record<string, string>>): string {
  return Object.entries(secrets)
    .map(([name, value]) => `${name} ${Buffer.from(value, "utf8").toString("base64")}\n`)
    .join("");
}
