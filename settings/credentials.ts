/** Names under which programs look for what nobody else may know; a file's name or an account's is none. */
const SECRET_NAME =
  /(^|[_.-])(api_?keys?|app_?key|application_?key|pass|passwd|passphrase|password|pwd|token|secret|secret_?id|private_?key|access_?key|auth_?key|priv_?key|community_?string)$/i;

/** The Agent's `tls_private_key` is the file's path. */
const KEY_FILE = /private_?key$/i;

/** Datadog's own keys: an API key, an application key. */
const DATADOG_KEY = /\b(?:[0-9a-f]{32}|[0-9a-f]{40})\b/i;

/** `https://user:password@proxy` and `https://token@mirror`. */
const USER_IN_URL = /[a-z][a-z0-9+.-]*:\/\/[^\s/?#@]+@/i;

/** `host=db user=x password=y`, as DSNs have it. */
const PASSWORD_IN_WORDS = /(^|[\s;&?])(password|passwd|pwd)=[^\s;&]+/i;

/** The Agent fetches these itself, from its secrets' backend or its environment. */
const FETCHED = /^(ENC\[.*\]|%%env_\w+%%)$/;

/**
 * Why a text looks as if nobody else should read it; undefined where it does not.
 *
 * @param name under which it stands.
 */
export function credentialIn(name: string, value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value);
  if (text === "" || FETCHED.test(text)) return undefined;
  if (SECRET_NAME.test(name) && !(KEY_FILE.test(name) && text.startsWith("/")))
    return `${name} is a secret by its name`;
  if (DATADOG_KEY.test(text)) return "looks like a key of Datadog's";
  if (USER_IN_URL.test(text)) return "has a user or a password in a URL";
  if (PASSWORD_IN_WORDS.test(text)) return "has a password among its words";
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return "is a private key";
  return undefined;
}

/** Under which a value at a path stands: an item under its list's. */
export function nameAt(path: readonly PropertyKey[]): string {
  return path.filter((part) => typeof part === "string").at(-1) ?? "";
}

/** Every value in a map or a list, at any depth; maps and lists too. */
export function* below(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<{ path: readonly (string | number)[]; value: unknown }> {
  if (path.length > 0) yield { path, value };
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* below(item, [...path, i]);
  else if (typeof value === "object" && value !== null) {
    for (const [key, part] of Object.entries(value)) yield* below(part, [...path, key]);
  }
}
