import type { MonitorDefinition } from "../../datadog/lint/monitor-definition";
import { completed } from "./completed";
import { correct, mistakesInMonitors } from "./read";

/** So many monitors of all kinds, right and wrong: the corpus again and again, each time in another place. */
export function variedMonitors(count: number): MonitorDefinition[] {
  const all = [...correct("monitor").map(completed), ...mistakesInMonitors().map(({ inputs }) => inputs)];
  return Array.from({ length: count }, (_, index) => {
    const definition = all[index % all.length];
    if (definition === undefined) throw new Error("the corpus is empty");
    return { ...definition, query: inAnotherPlace(definition.query, Math.floor(index / all.length)) };
  });
}

function inAnotherPlace(query: string, round: number): string {
  return query
    .replaceAll("{*}", `{env:lab${round}}`)
    .replaceAll(/\b(env|role|host|service):[a-z]+/g, `$&${round}`)
    .replaceAll(/:(shop|queue|orders|api)\./g, `:$1${round}.`);
}
