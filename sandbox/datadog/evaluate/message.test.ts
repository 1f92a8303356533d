import { expect, test } from "vitest";

import { parseMessage, renderMessage } from "./message.js";

const TEMPLATE = [
  "{{#is_alert}}",
  "{{host.name}} ({{host.ip}}) is high.",
  "",
  "Look at it.",
  "{{/is_alert}}",
  "{{#is_no_data}}",
  "silent",
  "{{else}}",
  "It still sends.",
  "{{/is_no_data}}",
  "{{#is_renotify}} {{#is_alert}}",
  "again",
  "{{/is_alert}} {{/is_renotify}}",
  "{{snapshot}}",
  "@oncall@example.com",
  "",
].join("\n");

function read(holds: readonly string[], standIn?: (name: string) => string): string {
  const variables = new Map([["host.name", "db1"]]);
  return renderMessage(parseMessage(TEMPLATE), { holds: new Set(holds), variables, ...(standIn && { standIn }) });
}

test("a line that holds nothing but tags is not read; one that the words leave empty is, and so is a variable's", () => {
  expect(read(["is_alert"])).toBe("db1 () is high.\n\nLook at it.\nIt still sends.\n\n@oncall@example.com");
});

test("a state without words of its own leaves no hole where the others' stand", () => {
  expect(read(["is_no_data"])).toBe("silent\n\n@oncall@example.com");
  expect(read(["is_alert", "is_renotify"])).toContain("It still sends.\nagain\n\n@oncall");
});

test("what has no value is what stands for it, where something does", () => {
  const named = (name: string) => `{{${name}}}`;
  expect(read(["is_alert"], named)).toMatch(/^db1 \(\{\{host\.ip\}\}\) is high\.[^]*\n\{\{snapshot\}\}\n@oncall/);
});
