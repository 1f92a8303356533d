import { afterEach, expect, test, vi } from "vitest";
import { refuseUnknownKeys } from "../../components/access/keys";

const ARGS = { apiUrl: "https://api.example.com", apiKey: "0".repeat(32), appKey: "1".repeat(40) };

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Datadog, which answers so to each path. */
function datadog(answers: Record<string, number>): void {
  vi.stubGlobal("fetch", (url: URL) => Promise.resolve(new Response("{}", { status: answers[url.pathname] ?? 200 })));
}

test("keys that Datadog knows are let pass", async () => {
  datadog({});
  await expect(refuseUnknownKeys(ARGS)).resolves.toBeUndefined();
});

test.each([
  [
    "the API key",
    { "/api/v1/validate": 403, "/api/v2/validate_keys": 403 },
    /does not know the API key of datadog\.apiKey; check it/,
  ],
  [
    "the application key",
    { "/api/v2/validate_keys": 403 },
    /does not know the application key of datadog\.appKey; check it/,
  ],
])("%s that Datadog does not know is an error without the key", async (_, answers, words) => {
  datadog(answers);
  await expect(refuseUnknownKeys(ARGS)).rejects.toThrow(words);
  await expect(refuseUnknownKeys(ARGS)).rejects.not.toThrow(/0000|1111/);
});

test("a Datadog that does not answer is left to the provider", async () => {
  const refused = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") });
  vi.stubGlobal("fetch", () => Promise.reject(refused));
  await expect(refuseUnknownKeys(ARGS)).resolves.toBeUndefined();
});
