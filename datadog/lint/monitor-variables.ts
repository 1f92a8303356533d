/** A query of a monitor's variables, whatever it asks. */
export interface VariableQuery {
  readonly name: string;
  /** `eventQueries`, `cloudCostQueries`, … */
  readonly kind: string;
  /** As it is declared. */
  readonly declared: Readonly<Record<string, unknown>>;
}

/** The queries that a monitor's formula can name. */
export function variableQueries(variables: unknown): VariableQuery[] {
  if (typeof variables !== "object" || variables === null) return [];
  return Object.entries(variables).flatMap(([kind, queries]: [string, unknown]) =>
    (Array.isArray(queries) ? (queries as unknown[]) : []).flatMap((query) => {
      if (typeof query !== "object" || query === null) return [];
      const declared = query as Readonly<Record<string, unknown>>;
      return typeof declared.name === "string" ? [{ name: declared.name, kind, declared }] : [];
    }),
  );
}

/** What an event query searches for; nothing where it does not say. */
export function searchOf({ declared }: VariableQuery): string | undefined {
  const { search } = declared as { search?: { query?: unknown } | null };
  return typeof search?.query === "string" ? search.query : undefined;
}
