import { expect, test } from "vitest";
import { type Message, messageTemplate } from "../../../datadog/message/message";

const template = (words: Message["words"], handles = ["@oncall@example.com"]) => messageTemplate({ words, handles });

test("each state's words stand in its block, the handles at the end, no white space after them", () => {
  expect(template({ recovery: "fine\n", alert: "high" }, ["@a@example.com", "@slack-ops"])).toBe(
    "{{#is_alert}}\nhigh\n{{/is_alert}}\n{{#is_recovery}}\nfine\n{{/is_recovery}}\n@a@example.com @slack-ops",
  );
});

test("a check's unknown state and a renotification have blocks of their own", () => {
  expect(template({ renotify: "still", unknown: "who knows", alert: "down" })).toBe(
    "{{#is_alert}}\ndown\n{{/is_alert}}\n{{#is_unknown}}\nwho knows\n{{/is_unknown}}\n{{#is_renotify}}\nstill\n{{/is_renotify}}\n@oncall@example.com",
  );
});

test("by severity each block has its own handles, and a recovery reaches whoever heard of what is over", () => {
  const handles = { critical: ["@pagerduty-db"], warning: ["@slack-db"], noData: ["@oncall@example.com"] };
  const told = (words: Message["words"], more = {}) => messageTemplate({ words, handles: { ...handles, ...more } });
  expect(told({ alert: "high", warning: "rising", recovery: "fine" })).toBe(
    "{{#is_alert}}\nhigh\n@pagerduty-db\n{{/is_alert}}\n{{#is_warning}}\nrising\n@slack-db\n{{/is_warning}}\n{{#is_recovery}}\nfine\n@pagerduty-db @slack-db\n{{/is_recovery}}",
  );
  expect(told({ noData: "silent", recovery: "back" }, { recovery: ["@slack-ops"] })).toBe(
    "{{#is_no_data}}\nsilent\n@oncall@example.com\n{{/is_no_data}}\n{{#is_recovery}}\nback\n@slack-ops\n{{/is_recovery}}",
  );
  // A renotification is of the state that lasts, whose block holds, too.
  expect(told({ alert: "high", warning: "rising", renotify: "still" })).toContain(
    "{{#is_renotify}}\nstill\n{{/is_renotify}}",
  );
});

test("where the same people are notified of all that there are words for, they stand at the end", () => {
  const handles = { critical: ["@a"], warning: ["@b"] };
  expect(messageTemplate({ words: { alert: "high", recovery: "fine" }, handles })).toBe(
    "{{#is_alert}}\nhigh\n{{/is_alert}}\n{{#is_recovery}}\nfine\n{{/is_recovery}}\n@a",
  );
});
