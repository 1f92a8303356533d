import { Hono } from "hono";
import { randomUUID } from "node:crypto";

import { type Clock, timestamp } from "./clock.js";
import { jsonBody } from "./json-body.js";
import { type Mistakes, mistakesInBody } from "./models.js";
import { Refusal, refuseMistakes } from "./refusal.js";
import { Document } from "./state/document.js";

/** What is declared of a rule. */
interface Attributes {
  readonly name: string;
  readonly filter?: { readonly tags?: readonly string[]; readonly scope?: string };
  readonly recipients?: readonly string[];
  readonly conditional_recipients?: {
    readonly conditions: readonly { readonly scope: string; readonly recipients: readonly string[] }[];
    readonly fallback_recipients?: readonly string[];
  };
}

interface Rule {
  readonly id: string;
  readonly attributes: Attributes & { readonly created: string; readonly modified: string };
}

export class NotificationRuleStore {
  private readonly document: Document<{ rules: Record<string, Rule> }>;

  constructor(
    file: string,
    private readonly clock: Clock,
  ) {
    this.document = new Document(file, { rules: {} });
  }

  all(): Rule[] {
    return Object.values(this.document.value.rules);
  }

  get(id: string): Rule {
    const rule = this.document.value.rules[id];
    if (!rule) throw new Refusal(404, ["Notification rule not found"]);
    return rule;
  }

  create(attributes: Attributes): Rule {
    const now = timestamp(this.clock());
    return this.keep({ id: randomUUID(), attributes: { ...attributes, created: now, modified: now } });
  }

  update(id: string, attributes: Attributes): Rule {
    const { created } = this.get(id).attributes;
    return this.keep({ id, attributes: { ...attributes, created, modified: timestamp(this.clock()) } });
  }

  delete(id: string): void {
    this.get(id);
    const { rules } = this.document.value;
    this.document.value.rules = Object.fromEntries(Object.entries(rules).filter(([one]) => one !== id));
    this.document.save();
  }

  private keep(rule: Rule): Rule {
    this.document.value.rules[rule.id] = rule;
    this.document.save();
    return rule;
  }
}

/**
 * `/api/v2/monitor/notification_rule`: rules are kept and validated; the stand-in's notifications name the handles of
 * messages alone.
 *
 * @see https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor-notification-rule
 */
export function notificationRuleRoutes(rules: NotificationRuleStore): Hono {
  const app = new Hono();
  const path = "/api/v2/monitor/notification_rule";

  app.get(path, (context) => context.json({ data: rules.all().map(answer) }));

  app.post(path, async (context) => {
    const body = await jsonBody(context);
    return context.json({ data: answer(rules.create(checked(body, "MonitorNotificationRuleCreateRequest"))) });
  });

  app.get(`${path}/:id`, (context) => context.json({ data: answer(rules.get(context.req.param("id"))) }));

  app.patch(`${path}/:id`, async (context) => {
    const { id } = rules.get(context.req.param("id"));
    const body = await jsonBody(context);
    return context.json({ data: answer(rules.update(id, checked(body, "MonitorNotificationRuleUpdateRequest"))) });
  });

  app.delete(`${path}/:id`, (context) => {
    rules.delete(context.req.param("id"));
    return context.body(null, 204);
  });

  return app;
}

function answer({ id, attributes }: Rule): object {
  return { type: "monitor-notification-rule", id, attributes };
}

function checked(body: unknown, model: string): Attributes {
  refuseMistakes(mistakesInBody(body, model, "v2"));
  const { attributes } = (body as { data: { attributes: Attributes } }).data;
  refuseMistakes([...mistakesIn(attributes)]);
  return attributes;
}

const MOST_CONDITIONS = 10;
const MOST_RECIPIENTS = 50;

/** The limits are those of the API's description and of the page on notification rules. */
function* mistakesIn({ recipients, conditional_recipients: conditional, filter = {} }: Attributes): Mistakes {
  if ((recipients === undefined) === (conditional === undefined)) {
    yield "Invalid request: exactly one of recipients and conditional_recipients is required";
  }
  if ((filter.tags === undefined) === (filter.scope === undefined)) {
    yield "Invalid request: filter needs exactly one of tags and scope";
  }
  const conditions = conditional?.conditions ?? [];
  if (conditional !== undefined && (conditions.length === 0 || conditions.length > MOST_CONDITIONS)) {
    yield `Invalid request: 1 to ${MOST_CONDITIONS} conditions, got ${conditions.length}`;
  }
  const lists = [recipients, conditional?.fallback_recipients, ...conditions.map((one) => one.recipients)];
  const all = lists.flatMap((list) => list ?? []);
  if (new Set(all).size > MOST_RECIPIENTS) yield `Invalid request: at most ${MOST_RECIPIENTS} recipients`;
  for (const list of lists) if (list?.length === 0) yield "Invalid request: recipients must not be empty";
  for (const recipient of all) {
    if (recipient.startsWith("@")) yield `Invalid request: recipient "${recipient}" must not start with an '@'`;
  }
  for (const { scope } of conditions) {
    if (!/^[^\s:]+:\S+$/.test(scope)) yield `Invalid request: condition scope "${scope}" is not one key:value`;
  }
}
