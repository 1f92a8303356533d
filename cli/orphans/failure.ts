/**
 * What Datadog, or the way to it, refused, in a sentence with what to do.
 *
 * @param apiUrl where it was asked.
 * @returns undefined for anything else.
 */
export function failureOf(error: unknown, apiUrl: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, body } = error as { code?: unknown; body?: unknown };
  if (typeof code === "number") return `${apiUrl} answers with ${code}${saidIn(body)}; ${remedyOf(code)}`;
  // The client's own words for a connection that can't be made.
  if (/^request to \S+ failed/.test(error.message)) {
    return `${error.message}; see datadog.apiUrl and datadog.site, and whether this machine may reach them`;
  }
  return undefined;
}

/** Datadog's own list of reasons. */
function saidIn(body: unknown): string {
  const { errors } = (body ?? {}) as { errors?: unknown };
  const said = Array.isArray(errors) ? errors.filter((one): one is string => typeof one === "string") : [];
  return said.length === 0 ? "" : ` (${said.join("; ")})`;
}

function remedyOf(code: number): string {
  if (code === 401 || code === 403) {
    return "the stack's keys must be of this site, and the application key may read, and to delete write, monitors, dashboards and downtimes";
  }
  if (code === 429 || code >= 500) return "run it again later; what was deleted stays so";
  return "run it again, and look into Datadog for what is named";
}
