import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { createRig } from "./rig.js";

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

const recorded = JSON.parse(
  readFileSync(new URL("../plugins/datadog/recordings/requests.json", import.meta.url), "utf8"),
) as Recorded[];

/** The ids of the recording's stub, as this run's stand-in gives them. */
class Ids {
  private readonly byRecorded = new Map<string, string>();
  /** In the order in which the recording created them. */
  private readonly recordedIds = [
    "11111111-1111-1111-1111-100000001001",
    "1002",
    "1003",
    "1004",
    "11111111-1111-1111-1111-100000001005",
    "abc-def-ghi",
  ];

  learn(id: string): void {
    this.byRecorded.set(this.recordedIds[this.byRecorded.size] ?? "", id);
  }

  translate(text: string): string {
    return [...this.byRecorded].reduce((result, [from, to]) => result.replaceAll(from, to), text);
  }
}

function idIn(body: unknown): string {
  const { id, data } = body as { id?: string | number; data?: { id: string } };
  return String(id ?? data?.id);
}

test("every request that the official plugin sent is accepted and echoed", async () => {
  const rig = createRig("2026-12-01T12:00:00Z");
  const ids = new Ids();
  for (const { method, path, body } of recorded) {
    const sent = body === undefined ? undefined : (JSON.parse(ids.translate(JSON.stringify(body))) as object);
    const answer = await rig.call(method, ids.translate(path), sent);
    expect([method, path, answer.status, answer.status < 300 ? "" : answer.body]).toEqual([
      method,
      path,
      answer.status === 204 ? 204 : 200,
      "",
    ]);
    if (method === "POST" && !path.endsWith("/validate")) ids.learn(idIn(answer.body));
    if (sent && !path.endsWith("/validate")) expect(answer.body).toMatchObject(withoutId(sent));
  }
  expect((await rig.call("GET", "/stand-in/objects")).body).toEqual({
    monitors: [],
    dashboards: [],
    downtimes: [],
    slos: [],
    sloCorrections: [],
    restrictionPolicies: [],
  });
});

/** The plugin sends an empty id, which the answer fills. */
function withoutId(sent: object): object {
  const text = JSON.stringify(sent, (key, value: unknown) => (key === "id" && value === "" ? undefined : value));
  return JSON.parse(text) as object;
}

test("a downtime without its optional parts comes back with what Datadog computes", async () => {
  const rig = createRig("2026-12-01T12:00:00Z");
  const sent = recorded.find(({ method, path }) => method === "POST" && path === "/api/v2/downtime");
  const { body } = await rig.call("POST", "/api/v2/downtime", sent?.body);
  expect(body).toMatchObject({
    data: {
      attributes: {
        message: null,
        notify_end_states: ["alert", "no data", "warn"],
        notify_end_types: ["expired"],
        status: "scheduled",
      },
    },
  });
});

test("each widget has an integer id, those inside of groups too", async () => {
  const rig = createRig("2026-12-01T12:00:00Z");
  const sent = recorded.find(({ method, path }) => method === "POST" && path === "/api/v1/dashboard");
  const { body } = await rig.call("POST", "/api/v1/dashboard", sent?.body);
  const { widgets } = body as { widgets: { id: number; definition: { widgets?: { id: number }[] } }[] };
  const all = widgets.flatMap((widget) => [widget, ...(widget.definition.widgets ?? [])]);
  expect(all.every(({ id }) => Number.isInteger(id))).toBe(true);
  expect(new Set(all.map(({ id }) => id)).size).toBe(17);
});
