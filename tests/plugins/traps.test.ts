import { expect, test } from "vitest";
import { isObject, Secret, type Properties, type Value } from "../../sandbox/plugins/rpc/value.js";
import { declaredByStack, providerInputs } from "./corpus/stack.js";
import { recordings } from "./recording.js";

/**
 * What an official plugin does and nobody would expect. The recording shows that it does so, and the local plugin is
 * held to the recording; the stack declares nothing that would meet it.
 */
const declared = declaredByStack();

async function inputsOf(type: string): Promise<Properties[]> {
  const found = (await declared).filter((one) => one.type === type).map(({ inputs }) => inputs);
  expect(found).not.toEqual([]);
  return found;
}

function stepOf(recording: string, index = 0): unknown {
  return recordings.read(recording)?.steps[index];
}

function holdsNull(value: Value): boolean {
  if (value instanceof Secret) return holdsNull(value.value);
  if (Array.isArray(value)) return value.some(holdsNull);
  return value === null || (isObject(value) && Object.values(value).some(holdsNull));
}

test("a message that ends in white space changes with every preview: no message does", async () => {
  expect(stepOf("monitor/white-space-at-the-end", 1)).toHaveProperty("diff.diffs", ["message"]);
  for (const { message } of await inputsOf("datadog:index/monitor:Monitor")) expect(message).toMatch(/\S$/);
});

test("a default that is said of missing data changes with every preview: no monitor says it", async () => {
  expect(stepOf("monitor/missing-data-by-default", 1)).toHaveProperty("diff.diffs", ["onMissingData"]);
  for (const { onMissingData } of await inputsOf("datadog:index/monitor:Monitor"))
    expect(onMissingData).not.toBe("default");
});

test("a variable fails a command, and a previous output warns, where sshd takes none: commands have neither", async () => {
  expect(stepOf("command/environment/declared-and-refused")).toHaveProperty("create.error");
  expect(stepOf("command/environment/previous-output-refused")).toHaveProperty("update.logged");
  for (const inputs of await inputsOf("command:remote:Command")) {
    expect(inputs).toMatchObject({ addPreviousOutputInEnv: false });
    expect(inputs).not.toHaveProperty("environment");
  }
});

test("an RSA pin fits no host of today: none is pinned", async () => {
  expect(stepOf("command/connecting/pinned-rsa-host-key")).toHaveProperty(
    "create.error",
    expect.stringContaining("no common algorithm for host key"),
  );
  for (const { connection } of await inputsOf("command:remote:Command")) {
    const { hostKey } = (connection as Secret).value as Properties;
    expect(hostKey).toMatch(/^(ssh-ed25519|ecdsa-)/);
  }
});

test("null is taken for a default by one plugin and for an error by another: nothing declared is null", async () => {
  expect(stepOf("command/connection.port/null")).toHaveProperty("check.adds");
  for (const { name, inputs } of await declared) expect([name, holdsNull(inputs)]).toEqual([name, false]);
});

test("a threshold of a million or more is kept with an exponent: what the stack declares is found unchanged all the same", () => {
  expect(stepOf("monitor/below-a-large-number")).toHaveProperty(
    ["create", "outputs", "monitorThresholds.critical"],
    "5e+08",
  );
  expect(stepOf("monitor/below-a-large-number", 1)).toMatchObject({
    read: { inputs: { "monitorThresholds.critical": "5e+08" } },
    diff: { changes: "none" },
  });
});

test("the plugin's own validation asks about no application key: the stack asks, and has it off", async () => {
  expect(stepOf("configuration/validated")).toHaveProperty("datadog", ["GET /api/v1/validate, keys: api"]);
  expect(stepOf("configuration/wrong-api-key")).toHaveProperty("error", expect.stringContaining("403 Forbidden"));
  const providers = await providerInputs();
  expect(providers).not.toEqual([]);
  for (const inputs of providers) expect(inputs).toMatchObject({ validate: "false" });
});

// field/plugins.md 2
test("a downtime is tried four times, where no setting of the backoff ends that sooner: none is declared", async () => {
  const request = expect.objectContaining({ "POST /api/v2/downtime": "the same body" }) as unknown;
  const first = expect.objectContaining({ "POST /api/v2/downtime": expect.objectContaining({}) as unknown }) as unknown;
  expect(stepOf("downtime/trouble/create-429-once", 1)).toMatchObject({
    create: { id: "<id>", datadog: [first, request] },
  });
  expect(stepOf("downtime/trouble/create-500-always", 1)).toMatchObject({
    create: { datadog: [first, request, request, request], error: expect.stringContaining("500") as string },
  });
  for (const inputs of await providerInputs())
    expect(Object.keys(inputs).filter((name) => name.startsWith("httpClientRetry"))).toEqual([]);
});

test("a change of a downtime shows all as changed that is left to Datadog: no downtime leaves it anything", async () => {
  expect(stepOf("downtime/declared-in-part", 1)).toHaveProperty("diff.diffs", [
    "displayTimezone",
    "message",
    "muteFirstRecoveryNotification",
    "notifyEndStates",
    "notifyEndTypes",
    "recurringSchedule",
  ]);
  for (const inputs of await inputsOf("datadog:index/downtimeSchedule:DowntimeSchedule")) {
    expect(Object.keys(inputs)).toEqual(
      expect.arrayContaining(["displayTimezone", "muteFirstRecoveryNotification", "notifyEndStates", "notifyEndTypes"]),
    );
    const { oneTimeSchedule, recurringSchedule } = inputs;
    // Its start is the moment at which it is made, and not compared.
    if (recurringSchedule === undefined) expect(oneTimeSchedule).toHaveProperty("end");
    else expectWhole(recurringSchedule as Properties);
  }
});

function expectWhole({ timezone, recurrences }: Properties): void {
  expect(timezone).toMatch(/./);
  for (const recurrence of recurrences as Properties[]) expect(recurrence.start).toMatch(/^\d{4}-/);
}

test("customTimeouts mean nothing to Datadog's plugin: nothing is declared to wait", () => {
  expect(stepOf("monitor/trouble/create-timeout", 1)).toHaveProperty(
    "create.logged",
    expect.arrayContaining([expect.stringContaining("does not support customTimeouts")]),
  );
});

test("some differences never end: what the stack declares settles, and a refresh finds it as it was", () => {
  const ofStack = recordings.names().filter((name) => name.startsWith("stack/"));
  expect(ofStack.length).toBeGreaterThan(10);
  for (const name of ofStack) {
    expect([name, stepOf(name, 1)]).toMatchObject([name, { diff: { changes: "none" } }]);
    expect([name, stepOf(name, 2)]).toMatchObject([name, { refresh: true, diff: { changes: "none" } }]);
  }
});
