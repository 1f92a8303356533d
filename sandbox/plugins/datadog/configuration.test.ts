import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Secret } from "../rpc/value.js";
import { checkConfiguration, connect } from "./configuration.js";
import { call } from "./replay/engine.js";
import { Stub } from "./replay/stub.js";

const keys = { apiKey: "a", appKey: "b" };

let stub: Stub;

beforeEach(async () => {
  for (const name of ["DD_API_KEY", "DATADOG_API_KEY", "DD_APP_KEY", "DATADOG_APP_KEY", "DD_HOST"])
    vi.stubEnv(name, "");
  stub = await Stub.start();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await stub.stop();
});

test("the keys are validated once; scheme, host and port of the URL are kept, its path is not", async () => {
  await connect({ ...keys, apiUrl: `${stub.url}/ignored/` }, call("dd"));
  expect(stub.takeRequests()).toEqual([{ method: "GET", path: "/api/v1/validate" }]);
});

test("keys that the program made secret are taken out of their wrapping", async () => {
  await connect({ apiKey: new Secret("a"), appKey: new Secret("b"), apiUrl: stub.url }, call("dd"));
  expect(checkConfiguration({ apiKey: new Secret("a") }, call("dd"))).toEqual({
    inputs: { apiKey: new Secret("a") },
    failures: [],
  });
});

test("keys and host may come from the environment", async () => {
  vi.stubEnv("DATADOG_API_KEY", "a");
  vi.stubEnv("DD_APP_KEY", "b");
  vi.stubEnv("DD_HOST", stub.url);
  await connect({}, call("dd"));
  expect(stub.takeRequests()).toHaveLength(1);
});

test("missing keys and refused keys are told apart, in the official plugin's words", async () => {
  await expect(connect({ apiUrl: stub.url }, call("dd"))).rejects.toThrow("api_key and app_key");
  stub.faults.push({ status: 403, body: { errors: ["Forbidden"] } });
  await expect(connect({ ...keys, apiUrl: stub.url }, call("dd"))).rejects.toThrow(/403 Forbidden/);
  stub.faults.push({ status: 200, body: { valid: false } });
  await expect(connect({ ...keys, apiUrl: stub.url }, call("dd"))).rejects.toThrow(
    "Invalid or missing credentials provided",
  );
});

test('with validate "false" nothing is asked', async () => {
  await connect({ apiUrl: stub.url, validate: "false" }, call("dd"));
  expect(stub.takeRequests()).toEqual([]);
});

test("an address that is none is said so, and an unreachable one names itself at once", async () => {
  await expect(connect({ ...keys, apiUrl: "datadoghq.com" }, call("dd"))).rejects.toThrow("missing protocol or host");
  await stub.stop();
  await expect(connect({ ...keys, apiUrl: stub.url }, call("dd"))).rejects.toThrow(
    /\(url\.Error\): Get .*connection refused/,
  );
});

test("settings that only the official plugin knows are refused", () => {
  const { failures } = checkConfiguration(
    { ...keys, validate: "maybe", bearerToken: "t", version: "5.0.0" },
    call("dd"),
  );
  const reasons = (failures ?? []).map(({ reason }) => reason);
  expect(reasons).toEqual([expect.stringContaining("dd.bearerToken"), expect.stringContaining("dd.validate")]);
});

test("a 429 is tried again after the pause it names, a 5xx after a pause that grows", async () => {
  stub.faults.push({ status: 429, headers: { "X-Ratelimit-Reset": "0" } });
  stub.faults.push({ status: 500 }, { status: 503 });
  await connect({ ...keys, apiUrl: stub.url, httpClientRetryBackoffBase: "0" }, call("dd"));
  expect(stub.takeRequests()).toHaveLength(4);
});

test("after three retries the last answer counts", async () => {
  stub.faults.push(...Array.from({ length: 4 }, () => ({ status: 500, body: "down" })));
  const settings = { ...keys, apiUrl: stub.url, httpClientRetryBackoffBase: "0" };
  await expect(connect(settings, call("dd"))).rejects.toThrow("500 Internal Server Error");
  expect(stub.takeRequests()).toHaveLength(4);
});

test("a pause longer than the time for all tries is not taken", async () => {
  stub.faults.push({ status: 429, headers: { "X-Ratelimit-Reset": "61" } });
  await expect(connect({ ...keys, apiUrl: stub.url }, call("dd"))).rejects.toThrow("429 Too Many Requests");
});

test("retries can be switched off", async () => {
  stub.faults.push({ status: 500 });
  await expect(connect({ ...keys, apiUrl: stub.url, httpClientRetryEnabled: "false" }, call("dd"))).rejects.toThrow(
    "500",
  );
  expect(stub.takeRequests()).toHaveLength(1);
});
