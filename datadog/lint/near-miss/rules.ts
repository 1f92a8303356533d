import type { Finding } from "../../finding";
import { countInWords } from "../../metrics/value-words";
import { lint, type Mistake, type Rule } from "../rule";
import { Book, type NearMiss } from "./book";

/** A query in a stack. */
export interface NearMissExample {
  /** A monitor's. */
  readonly query: string;
  /** Tags of the stack's hosts and of what runs there. @default none */
  readonly tags?: readonly string[];
  /** Queries of other monitors of the stack. @default none */
  readonly others?: readonly string[];
}

export type NearMissRule = Rule<readonly NearMiss[], NearMissExample>;

const TAGGING = "https://docs.datadoghq.com/getting_started/tagging/";

const tagValue: NearMissRule = {
  id: "near-miss/tag-value",
  verdict: "may-be-meant",
  because:
    "A scope of a tag that nothing has is taken, and finds nothing. One that is a slip of the finger from a tag of the stack's hosts, or from one that its other queries name, is probably that.",
  source: TAGGING,
  passes: { query: "avg(last_5m):avg:my_metric{env:prod} > 800", tags: ["env:prod", "service:shop"] },
  fails: { query: "avg(last_5m):avg:my_metric{env:prodd} > 800", tags: ["env:prod", "service:shop"] },
  *check(nearMisses) {
    for (const one of nearMisses) {
      if (one.kind !== "value") continue;
      yield mistake(one, `${one.key}:${one.text}`, `${one.key}:${one.meant}`, "nothing of the stack has the tag");
    }
  },
};

const tagKey: NearMissRule = {
  id: "near-miss/tag-key",
  verdict: "may-be-meant",
  because:
    "Groups of a key that nothing has are one group, without a name. A key that is a slip of the finger from one of the stack's tags, or from one that the Agent and its integrations give, is probably that.",
  source: TAGGING,
  passes: { query: "avg(last_5m):avg:my_metric{*} by {host} > 800" },
  fails: { query: "avg(last_5m):avg:my_metric{*} by {hosst} > 800" },
  *check(nearMisses) {
    for (const one of nearMisses) {
      if (one.kind === "key") yield mistake(one, one.text, one.meant, "no tag is known that has the key");
    }
  },
};

const metricName: NearMissRule = {
  id: "near-miss/metric-name",
  verdict: "may-be-meant",
  because:
    "Datadog accepts a query of a metric that nobody sends. One that is named once, and is a slip of the finger from a metric that the stack's checks send or its other queries name, is probably that.",
  source: "https://docs.datadoghq.com/monitors/types/metric/",
  passes: {
    query: "avg(last_5m):avg:shop.orders.failed{*} > 5",
    others: ["avg(last_5m):avg:shop.orders.failed{*} > 50"],
  },
  fails: {
    query: "avg(last_5m):avg:shop.oders.failed{*} > 5",
    others: ["avg(last_5m):avg:shop.orders.failed{*} > 50"],
  },
  *check(nearMisses) {
    for (const one of nearMisses) {
      if (one.kind === "metric") yield mistake(one, one.text, one.meant, "no check of the stack sends the metric");
    }
  },
};

function mistake({ within, places }: NearMiss, written: string, meant: string, unknown: string): Mistake {
  const why =
    places === undefined ? unknown : `it is named here alone, ${meant} in ${countInWords(places, "other place")}`;
  return {
    problem: `${within === undefined ? "" : `${within}: `}${written} is probably ${meant}: ${why}`,
    remedy: `write ${meant}, or answer this where ${written} is meant`,
  };
}

/** What is a slip of the finger, as far as a stack's own names tell. */
export const nearMissRules: readonly NearMissRule[] = [tagValue, tagKey, metricName];

export function lintNearMisses(nearMisses: readonly NearMiss[]): Finding[] {
  return lint(nearMissRules, nearMisses);
}

/** What is said of the query beside the others. */
export function lintExample({ query, tags = [], others = [] }: NearMissExample): Finding[] {
  const book = new Book({ tags });
  for (const one of others) book.enter(["monitor", { type: "query alert", query: one }]);
  return lintNearMisses(book.nearMisses(book.enter(["monitor", { type: "query alert", query }])));
}
