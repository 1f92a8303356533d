/** What is asked of Datadog, for the sentence with which a refusal ends. */
export interface Purpose {
  /** What the application key must be allowed: "read dashboards, and post events". */
  readonly rights: string;
  /** What holds where it is not known whether all was done: "what was deleted stays so". */
  readonly sofar?: string;
}

/**
 * What Datadog, or the way to it, refused, in a sentence with what to do.
 *
 * @param apiUrl where it was asked.
 * @returns undefined for anything else.
 */
export function failureOf(error: unknown, apiUrl: string, purpose: Purpose): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const refused = refusalOf(error, apiUrl);
  if (refused !== undefined) return `${refused.said}; ${remedyOf(refused.code, purpose)}`;
  // The client's own words for a connection that can't be made.
  if (/^request to \S+ failed/.test(error.message)) {
    return `${error.message}; see datadog.apiUrl and datadog.site, and whether this machine may reach them`;
  }
  return undefined;
}

/** What Datadog answered in place of what it was asked for; undefined of anything else. */
export function refusalOf(
  error: unknown,
  apiUrl: string,
): { readonly code: number; readonly said: string } | undefined {
  const { code, body } = (error ?? {}) as { code?: unknown; body?: unknown };
  if (typeof code !== "number") return undefined;
  return { code, said: `${apiUrl} answers with ${code}${saidIn(body)}` };
}

/** Datadog's own list of reasons. */
function saidIn(body: unknown): string {
  const { errors } = (body ?? {}) as { errors?: unknown };
  const said = Array.isArray(errors) ? errors.filter((one): one is string => typeof one === "string") : [];
  return said.length === 0 ? "" : ` (${said.join("; ")})`;
}

function remedyOf(code: number, { rights, sofar }: Purpose): string {
  if (code === 401 || code === 403)
    return `the stack's keys must be of this site, and the application key may ${rights}`;
  if (code === 429 || code >= 500) return `run it again later${sofar === undefined ? "" : `; ${sofar}`}`;
  return "run it again, and look into Datadog for what is named";
}
