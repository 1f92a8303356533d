/** The part of an SLO's body that the stand-in reads; the rest is kept and echoed. */
export interface SloBody {
  readonly name: string;
  readonly type: "metric" | "monitor" | "time_slice";
  readonly thresholds: readonly SloThreshold[];
  readonly description?: string | null;
  readonly tags?: readonly string[];
  readonly query?: { readonly numerator: string; readonly denominator: string };
  readonly monitor_ids?: readonly number[];
  readonly groups?: readonly string[];
  readonly sli_specification?: SliSpecification;
  readonly timeframe?: string;
  readonly target_threshold?: number;
  readonly warning_threshold?: number;
}

/** In percent. */
export interface SloThreshold {
  readonly timeframe: string;
  readonly target: number;
  readonly warning?: number;
}

export interface SliSpecification {
  readonly count?: object;
  readonly time_slice?: { readonly query: { readonly queries: readonly SliQuery[] }; readonly threshold: number };
}

export interface SliQuery {
  readonly data_source: string;
  readonly name: string;
  readonly query: string;
}

export interface Slo extends SloBody {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created_at: number;
  readonly modified_at: number;
}

const CREATOR = { email: "stand-in@example.com", handle: "stand-in@example.com", name: "Stand-in of Datadog" };
const TYPE_IDS: Record<SloBody["type"], number> = { monitor: 0, metric: 1, time_slice: 2 };

/** What was declared, and what Datadog computes: the first timeframe is the primary one where none is named. */
export function answer(slo: Slo): object {
  const { thresholds, timeframe = thresholds[0]?.timeframe } = slo;
  const primary = thresholds.find((one) => one.timeframe === timeframe);
  return {
    ...{ description: "", tags: [], monitor_tags: [], type_id: TYPE_IDS[slo.type], creator: CREATOR },
    ...{ timeframe, target_threshold: primary?.target },
    ...(primary?.warning !== undefined && { warning_threshold: primary.warning }),
    ...(slo.query && { sli_specification: countOf(slo.query) }),
    ...slo,
    thresholds: thresholds.map(({ timeframe: over, target, warning }) => ({
      ...{ timeframe: over, target, target_display: display(target) },
      ...(warning !== undefined && { warning, warning_display: display(warning) }),
    })),
  };
}

/** `99.`, `99.9` */
function display(percent: number): string {
  return Number.isInteger(percent) ? `${percent}.` : String(percent);
}

const METRIC_QUERY = /[a-z]\w*:[\w.]+\{[^}]*\}(?: by \{[^}]*\})?(?:\.\w+\([^)]*\))*/g;

/** Datadog answers a metric SLO's two queries as formulas, too. */
function countOf({ numerator, denominator }: NonNullable<SloBody["query"]>): object {
  const named = new Map<string, string>();
  const formula = (text: string) => {
    const found = text.replace(METRIC_QUERY, (query) => {
      named.set(query, named.get(query) ?? `query${named.size + 1}`);
      return named.get(query) ?? "";
    });
    return { formula: /^\w*$/.test(found) ? found : `(${found})` };
  };
  const formulas = { good_events_formula: formula(numerator), total_events_formula: formula(denominator) };
  const queries = [...named].map(([query, name]) => ({ data_source: "metrics", name, query }));
  return { count: { queries, ...formulas } };
}
