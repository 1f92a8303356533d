import type { HandlePart } from "./template";

/**
 * Whom a handle reaches, by its prefix.
 *
 * @see https://docs.datadoghq.com/monitors/notify/#notifications
 */
const HANDLE_KINDS = [
  "email",
  "slack",
  "pagerduty",
  "opsgenie",
  "webhook",
  "teams",
  "team",
  "oncall",
  "workflow",
  "case",
  "incident",
  "jira",
  "servicenow",
  "statuspage",
  "zendesk",
  "victorops",
  "splunk",
  "sns",
  "eventbridge",
  "hangouts",
  "googlechat",
  "pushover",
  "everyone",
  /** A user's or an integration's own name. */
  "other",
] as const;
export type HandleKind = (typeof HANDLE_KINDS)[number];

/** Handles that mean everyone by themselves. */
const WORDS = new Set(["all", "here", "channel"]);

/** Of what stands after the `@`; a variable in it can hold anything but the prefix. */
export function handleKind(parts: readonly HandlePart[]): HandleKind {
  const whole = parts.map((part) => (typeof part === "string" ? part : "x")).join("");
  // `@team-{{team.name}}@example.com` is the team's mailing list.
  if (/^[^@]+@[^@]+$/.test(whole)) return "email";
  const prefix = /^[a-z]+/i.exec(typeof parts[0] === "string" ? parts[0] : "")?.[0].toLowerCase() ?? "";
  if (whole.toLowerCase() === prefix && WORDS.has(prefix)) return "everyone";
  if (whole.length > prefix.length && whole[prefix.length] !== "-") return "other";
  return HANDLE_KINDS.find((kind) => kind === prefix && !["email", "everyone"].includes(kind)) ?? "other";
}
