import { expect, test } from "vitest";

import { createRig, HEADERS } from "./rig.js";
import { listen } from "./server.js";

test("a 429 tells when to come back, for as many requests as asked", async () => {
  const rig = createRig("2026-12-01T12:00:00Z");
  const rules = [{ method: "GET", path: "/api/v1/monitor", status: 429, resetSeconds: 2, times: 1 }];
  await rig.call("PUT", "/stand-in/faults", { rules });
  const first = await rig.app.request("/api/v1/monitor", { headers: HEADERS });
  expect([first.status, first.headers.get("X-RateLimit-Reset")]).toEqual([429, "2"]);
  expect((await rig.call("GET", "/api/v1/monitor")).status).toBe(200);
});

test("a fault meets only its path and method, and is gone when taken back", async () => {
  const rig = createRig("2026-12-01T12:00:00Z");
  await rig.call("PUT", "/stand-in/faults", { rules: [{ method: "POST", path: "/api/v1/monitor", status: 500 }] });
  expect((await rig.call("GET", "/api/v1/monitor")).status).toBe(200);
  expect((await rig.call("POST", "/api/v1/monitor/validate", {})).status).toBe(500);
  await rig.call("DELETE", "/stand-in/faults");
  expect((await rig.call("POST", "/api/v1/monitor/validate", {})).status).toBe(400);
});

test("a delayed answer comes late, a dropped connection gives none", async () => {
  const rig = createRig("2026-12-01T12:00:00Z");
  const listening = await listen(rig, "127.0.0.1", 0);
  try {
    const rules = [
      { path: "/api/v1/validate", delayMs: 120, times: 1 },
      { path: "/api/v1/validate", drop: true, times: 1 },
    ];
    await rig.call("PUT", "/stand-in/faults", { rules });
    const start = performance.now();
    expect((await fetch(`${listening.url}/api/v1/validate`, { headers: HEADERS })).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(100);
    await expect(fetch(`${listening.url}/api/v1/validate`, { headers: HEADERS })).rejects.toThrow("fetch failed");
    expect((await fetch(`${listening.url}/api/v1/validate`, { headers: HEADERS })).status).toBe(200);
    const logged = (await rig.call("GET", "/stand-in/requests")).body as { status: number }[];
    expect(logged.map(({ status }) => status)).toEqual([200, 0, 200]);
  } finally {
    await listening.close();
  }
});

test("a rule with a mistake is refused", async () => {
  const rig = createRig("2026-12-01T12:00:00Z");
  const { status, body } = await rig.call("PUT", "/stand-in/faults", { rules: [{ path: "/api", stauts: 500 }] });
  expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining("stauts")]);
});
