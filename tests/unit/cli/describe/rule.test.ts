import { expect, test } from "vitest";
import { ruleSentence } from "../../../../cli/describe/rule";

test.each([
  [
    { name: "sre", filter: { tags: ["env:dev", "team:sre"] }, recipients: ["slack-sre", "a@example.com"] },
    "sre: what has env:dev and team:sre also tells @slack-sre and @a@example.com.",
  ],
  [
    {
      name: "sre",
      filter: { scope: "team:sre AND NOT env:dev" },
      conditionalRecipients: {
        conditions: [
          { scope: "transition_type:is_no_data", recipients: ["p"] },
          { scope: "priority:p1", recipients: ["q", "r"] },
        ],
        fallbackRecipients: ["s"],
      },
    },
    "sre: what has team:sre AND NOT env:dev also tells @p of no data, @q and @r of priority:p1, @s of all else.",
  ],
])("a notification rule is said in a sentence", (rule, sentence) => {
  expect(ruleSentence(rule)).toBe(sentence);
});
