import { beforeEach, expect, test } from "vitest";

import { createRig, METRIC_MONITOR, type Rig } from "../rig.js";

let rig: Rig;
let id: number;
beforeEach(async () => {
  rig = createRig("2026-12-01T12:00:00Z");
  id = ((await rig.call("POST", "/api/v1/monitor", METRIC_MONITOR)).body as { id: number }).id;
});

async function alert(host: string): Promise<void> {
  await rig.send("my_metric", [[0, 900]], host);
  rig.evaluator.evaluateAll();
  rig.time.now += 60_000;
}

async function html(path: string): Promise<string> {
  const answer = await rig.app.request(path);
  expect(answer.status).toBe(200);
  return await answer.text();
}

const entries = (text: string) => [...text.matchAll(/<strong>(\[[^<]*)<\/strong>/g)].map(([, title]) => title);

test("what was sent is in the inbox, the latest first; what was muted is not", async () => {
  await alert("db1");
  rig.stores.downtimes.create({ scope: "host:db2" });
  await alert("db2");
  await alert("db3");
  const text = await html("/stand-in/inbox");
  expect(entries(text)).toEqual([
    "[Triggered on {host:db3}] my_metric is high",
    "[Triggered on {host:db1}] my_metric is high",
  ]);
  expect(text).toContain(`<a href="/monitors/${id}">my_metric is high</a> on host:db3`);
  expect(text).toMatch(/state alert[^]*db3 \(\): 900\.0 &gt; 800\.0 @oncall@example\.com/);
});

test("the header of every page counts those of the last hour", async () => {
  expect(await html("/")).not.toContain("in the last hour");
  await alert("db1");
  await alert("db2");
  expect(await html("/dashboard/lists")).toContain("2 in the last hour");
  rig.time.now += 3_600_000;
  expect(await html("/")).not.toContain("in the last hour");
});

test("the inbox of one recipient holds what was sent to it alone", async () => {
  await rig.call("PUT", `/api/v1/monitor/${id}`, { message: "{{host.name}} @slack-ops @oncall@example.com" });
  await alert("db1");
  await rig.call("PUT", `/api/v1/monitor/${id}`, { message: "{{host.name}} @oncall@example.com" });
  await alert("db2");
  const all = await html("/stand-in/inbox?to=");
  expect([...all.matchAll(/<option value="([^"]*)"/g)].map(([, value]) => value)).toEqual([
    "",
    "@oncall@example.com",
    "@slack-ops",
  ]);
  expect(entries(all)).toHaveLength(2);
  expect(entries(await html("/stand-in/inbox?to=%40slack-ops"))).toEqual([
    "[Triggered on {host:db1}] my_metric is high",
  ]);
  expect(await html("/stand-in/inbox?to=%40nobody")).toContain("Nothing has been sent to @nobody.");
});

test("addresses in a message are links, without what ends their sentence; what it says is no markup", async () => {
  await rig.call("PUT", `/api/v1/monitor/${id}`, {
    message:
      "**Now**: [the runbook](https://wiki.example.com/a?b=c), else (https://wiki.example.com/d). <b>no</b> @a@example.com",
  });
  await alert("db1");
  const text = await html("/stand-in/inbox");
  expect(text).toContain('<strong>Now</strong>: <a href="https://wiki.example.com/a?b=c">the runbook</a>, else (');
  expect(text).toContain('(<a href="https://wiki.example.com/d">https://wiki.example.com/d</a>). &lt;b&gt;no');
});

test("a downtime's own message has no monitor", async () => {
  rig.evaluator.evaluateAll();
  rig.stores.downtimes.create({ scope: "env:dev", message: "Quiet. @oncall@example.com" });
  rig.evaluator.evaluateAll();
  const text = await html("/stand-in/inbox");
  expect(entries(text)).toEqual(["[Downtime started] env:dev"]);
  expect(text).not.toContain("<dt>Monitor</dt>");
});
