import { expect, test } from "vitest";

import { createRig, HEADERS, KEYS } from "./rig.js";

const payload = (over: object = {}) => ({
  ...{ host: "db1", timestamp: 1_764_590_400_250, tags: ["database_instance:db1:5432"], ddagentversion: "7.70.1" },
  postgres_rows: [{ datname: "app", rolname: "theirs", query: "SELECT $1", calls: 3, rows: 3, total_exec_time: 0.1 }],
  ...over,
});
const COUNT = {
  ...{ time: 1_764_590_400, host: "db1", tags: ["database_instance:db1:5432"] },
  ...{ database: "app", user: "theirs", text: "SELECT $1", calls: 3 },
};

test("counts of statements are taken with the API key alone, and kept as often as they come", async () => {
  const rig = createRig("2026-12-01T12:00:00Z");
  const key = { "DD-API-KEY": KEYS.apiKey };
  expect((await rig.call("POST", "/api/v2/dbmmetrics", [payload()], key)).status).toBe(202);
  expect((await rig.call("POST", "/api/v2/dbmmetrics", [payload(), payload({ postgres_rows: [] })], key)).status).toBe(
    202,
  );

  const again = createRig("2026-12-01T12:00:00Z", rig.folder);
  expect((await again.call("GET", "/stand-in/statements")).body).toEqual({ statements: [COUNT, COUNT] });
});

test.each([
  ["no list", payload()],
  ["without a host", [payload({ host: "" })]],
  ["calls that are no count", [payload({ postgres_rows: [{ datname: "a", rolname: "b", query: "c", calls: -1 }] })]],
])("what is %s is refused", async (_, body) => {
  const rig = createRig("2026-12-01T12:00:00Z");
  expect((await rig.call("POST", "/api/v2/dbmmetrics", body, HEADERS)).status).toBe(400);
  expect(rig.stores.statements.all()).toEqual([]);
});
