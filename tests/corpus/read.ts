import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import type { MonitorDefinition } from "../../datadog/lint/monitor-definition";

/** An entry of correct.yaml. */
export interface Correct {
  readonly text: string;
  readonly kind: "graph" | "monitor" | "message";
  readonly source: string;
  /** Of a monitor. */
  readonly type?: string;
  /** Of a message. */
  readonly groups?: readonly string[];
}

/** An entry of mistakes.yaml. */
export interface Mistake<Inputs> {
  readonly what: string;
  readonly source: string;
  readonly kind: string;
  readonly inputs: Inputs;
  readonly happened: string;
  readonly rule: string;
  /** @default error */
  readonly severity?: "warning";
}

export function correct(kind: Correct["kind"]): Correct[] {
  return (read("correct.yaml") as Correct[]).filter((entry) => entry.kind === kind);
}

export function mistakesInMonitors(): Mistake<
  MonitorDefinition & { readonly name: string; readonly message: string }
>[] {
  return (read("mistakes.yaml") as ReturnType<typeof mistakesInMonitors>).filter(({ kind }) => kind === "monitor");
}

function read(file: string): unknown {
  return parse(fs.readFileSync(path.join(__dirname, file), "utf8"));
}
