import { expect, test } from "vitest";
import { failureOf } from "../../../../cli/datadog/failure";

const URL = "https://api.example.com";
const PURPOSE = { rights: "read, and to delete write, monitors, dashboards", sofar: "what was deleted stays so" };
/** As Datadog's client throws it. */
const answered = (code: number, body: unknown = { errors: ["Forbidden"] }) =>
  Object.assign(new Error(`HTTP-Code: ${code}\nMessage: ${JSON.stringify(body)}`), { code, body });

test.each([
  [401, /^https:\/\/api\.example\.com answers with 401 \(Forbidden\); the stack's keys must be of this site/],
  [403, /^https:\/\/api\.example\.com answers with 403 \(Forbidden\); .* to delete write, monitors, dashboards/],
  [429, /answers with 429 .*; run it again later; what was deleted stays so$/],
  [503, /answers with 503 .*; run it again later/],
  [400, /answers with 400 .*; run it again, and look into Datadog/],
])("an answer of %i says what Datadog said, and what to do", (code, sentence) => {
  expect(failureOf(answered(code), URL, PURPOSE)).toMatch(sentence);
});

test.each([null, "<html>", { errors: "one" }, { errors: [1] }])("a body of %o says nothing", (body) => {
  expect(failureOf(answered(503, body), URL, PURPOSE)).toMatch(/answers with 503; run/);
});

test("a connection that can't be made names the settings that lead there", () => {
  const refused = new Error(`request to ${URL}/api/v1/monitor failed, reason: connect ECONNREFUSED`);
  expect(failureOf(refused, URL, PURPOSE)).toMatch(/ECONNREFUSED; see datadog\.apiUrl and datadog\.site/);
});

test.each([
  [new TypeError("x is not a function")],
  ["a text"],
  [Object.assign(new Error("spawn"), { code: "EACCES" })],
])("a mistake of the program's own is not explained away: %o", (error) => {
  expect(failureOf(error, URL, PURPOSE)).toBeUndefined();
});
