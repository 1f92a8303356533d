import type { Values } from "../../settings/map";

/** What stands for a secret in a configuration that nobody opened: as `pulumi config set --secret` writes one. */
const SECRET = { secure: "" };

/** What the CLI prints in the place of a secret, and of a value that only an opened environment has. */
const UNSEEN = ["[secret]", "[unknown]"];

/**
 * A stack's configuration as the CLI merges it of the stack's file, its environments and the project's, without secrets.
 *
 * @param json printed by `pulumi config --json`: of a value with a secret anywhere in it only that there is one.
 * @param table printed by `pulumi config`: such a value on one line, with `[secret]` in each secret's place.
 * @param project of whose keys the table leaves the project's name out.
 */
export function mergedConfiguration(json: string, table: string, project: string): Values {
  const values = JSON.parse(json) as Record<string, Printed>;
  return Object.fromEntries(
    Object.entries(values).map(([key, { value, objectValue, secret }]) => [
      key,
      secret === true ? withSecrets(shown(table, key, project)) : withSecrets(objectValue ?? value ?? ""),
    ]),
  );
}

interface Printed {
  readonly value?: string;
  readonly objectValue?: unknown;
  readonly secret?: boolean;
}

function shown(table: string, key: string, project: string): unknown {
  const name = key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
  const line = table.split("\n").find((one) => one.startsWith(`${name} `));
  const text = line?.slice(name.length).trim() ?? "";
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return UNSEEN[0];
  }
}

function withSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSecrets);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withSecrets(part)]));
  }
  return typeof value === "string" && UNSEEN.includes(value) ? SECRET : value;
}
