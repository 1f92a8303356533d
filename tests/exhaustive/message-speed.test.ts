import { expect, test } from "vitest";
import { parseTemplate, TemplateSyntaxError } from "../../datadog/message/parse";
import { cost } from "../fuzz/cost";

// Linear time is ten times as long for ten times the text, quadratic a hundred times.
test.each<[string, (length: number) => string]>([
  ["open braces", (n) => "{".repeat(n)],
  ["signs", (n) => "@".repeat(n)],
  ["addresses", (n) => "a@".repeat(n / 2)],
  ["one long handle", (n) => "@a".repeat(n / 2)],
  ["open blocks", (n) => "{{#is_alert}}".repeat(n / 13)],
  ["open comments", (n) => "{{!--".repeat(n / 5)],
  ["braces in a comment", (n) => `{{!${"{{".repeat(n / 2)}`],
  ["raw blocks", (n) => "{{{{raw}}}}".repeat(n / 11)],
  ["parameters", (n) => "@workflow-a(".repeat(n / 12)],
  ["backticks", (n) => Array.from({ length: Math.sqrt(2 * n) }, (_, i) => "`".repeat(i)).join(" ")],
  ["white space in a tag", (n) => `{{a${" ".repeat(n)}`],
  ["protocols", (n) => "http://".repeat(n / 7)],
])("%s take time in proportion", { retry: 2 }, (_, text) => {
  const least = (length: number) => {
    const input = text(length);
    return cost(() => parsed(input), 3);
  };
  // A millisecond is noise.
  expect(least(100_000) / Math.max(least(10_000), 1)).toBeLessThan(70);
});

function parsed(text: string) {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return error;
    throw error;
  }
}
