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
