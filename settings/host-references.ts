/** In a text, what a host is: `/etc/letsencrypt/live/${host:name}/fullchain.pem`. */
const REFERENCE = /\$\{host:([^}]*)\}/g;

/** What a text may say of its host. */
const KNOWN = ["name", "address"] as const;

type Named = Readonly<Record<(typeof KNOWN)[number], string>>;

/** Values in which each text says the host's name and address in their places, so that a group may have them. */
export function withHostReferences<Value>(value: Value, host: Named): Value {
  return replaced(value, host) as Value;
}

function replaced(value: unknown, host: Named): unknown {
  if (typeof value === "string") {
    return value.replace(REFERENCE, (reference, key: string) => (isKnown(key) ? host[key] : reference));
  }
  if (Array.isArray(value)) return value.map((item) => replaced(item, host));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part, host)]));
}

/** What a text wants of its host that is not known of one. */
export function unknownHostReferences(text: string): string[] {
  return [...text.matchAll(REFERENCE)].map(([, key = ""]) => key).filter((key) => !isKnown(key));
}

function isKnown(key: string): key is keyof Named {
  return (KNOWN as readonly string[]).includes(key);
}
