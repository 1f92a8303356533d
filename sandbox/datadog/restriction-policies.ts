import { Hono } from "hono";

import { jsonBody } from "./json-body.js";
import { type Mistakes, mistakesInBody } from "./models.js";
import { refuseMistakes } from "./refusal.js";
import { Document } from "./state/document.js";

/** Who may do what with one object: `{ relation: "editor", principals: ["team:…"] }`. */
export interface Binding {
  readonly relation: string;
  /** `org:`, `role:`, `team:` or `user:` and an id. */
  readonly principals: readonly string[];
}

/** By what they restrict: `monitor:1001`, `dashboard:abc-def-ghi`, `slo:` and an id. */
export class RestrictionPolicyStore {
  private readonly document: Document<{ policies: Record<string, readonly Binding[]> }>;

  constructor(file: string) {
    this.document = new Document(file, { policies: {} });
  }

  all(): { readonly resource: string; readonly bindings: readonly Binding[] }[] {
    return Object.entries(this.document.value.policies).map(([resource, bindings]) => ({ resource, bindings }));
  }

  /** What nobody restricted has no bindings. */
  of(resource: string): readonly Binding[] {
    return this.document.value.policies[resource] ?? [];
  }

  set(resource: string, bindings: readonly Binding[]): void {
    this.document.value.policies[resource] = bindings;
    this.document.save();
  }

  delete(resource: string): void {
    const { policies } = this.document.value;
    this.document.value.policies = Object.fromEntries(Object.entries(policies).filter(([name]) => name !== resource));
    this.document.save();
  }
}

/**
 * `/api/v2/restriction_policy`. As at Datadog, nobody asks whether the restricted object is there, and one without a
 * policy is answered with no bindings. That its owner may not lock himself out is not looked at here: the stand-in
 * knows no roles and teams.
 *
 * @see https://docs.datadoghq.com/api/latest/restriction-policies/
 */
export function restrictionPolicyRoutes(policies: RestrictionPolicyStore): Hono {
  const app = new Hono();
  const path = "/api/v2/restriction_policy/:resource";

  app.get(path, (context) => {
    const resource = checkedResource(context.req.param("resource"));
    return context.json(answer(resource, policies.of(resource)));
  });

  app.post(path, async (context) => {
    const resource = checkedResource(context.req.param("resource"));
    const bindings = checkedBindings(await jsonBody(context), resource);
    policies.set(resource, bindings);
    return context.json(answer(resource, bindings));
  });

  app.delete(path, (context) => {
    policies.delete(checkedResource(context.req.param("resource")));
    return context.body(null, 204);
  });

  return app;
}

function answer(id: string, bindings: readonly Binding[]): object {
  return { data: { type: "restriction_policy", id, attributes: { bindings } } };
}

/** What can be restricted, of what the stand-in keeps. */
const RESTRICTED = new Set(["dashboard", "monitor", "slo"]);

function checkedResource(resource: string): string {
  const [, type] = /^([^:]+):.+$/.exec(resource) ?? [];
  if (type === undefined) refuseMistakes([`Invalid resource: '${resource}' is not in a valid format`]);
  else if (!RESTRICTED.has(type))
    refuseMistakes([`Invalid resource type: '${type}' does not support restriction policies`]);
  return resource;
}

function checkedBindings(body: unknown, resource: string): readonly Binding[] {
  refuseMistakes(mistakesInBody(body, "RestrictionPolicyUpdateRequest", "v2"));
  const { id, attributes } = (body as { data: { id: string; attributes: { bindings: Binding[] } } }).data;
  if (id !== resource) refuseMistakes([`Invalid request: the body is of '${id}', and the path of '${resource}'`]);
  refuseMistakes([...mistakesInBindings(attributes.bindings)]);
  return attributes.bindings;
}

const RELATIONS = ["viewer", "editor"];
const PRINCIPALS = ["org", "role", "team", "user"];

function* mistakesInBindings(bindings: readonly Binding[]): Mistakes {
  for (const { relation, principals } of bindings) {
    if (!RELATIONS.includes(relation))
      yield `Invalid request: relation "${relation}" is not supported, supported relations: "${RELATIONS.join(", ")}"`;
    for (const principal of principals) {
      const [, type = ""] = /^([^:]+):./.exec(principal) ?? [];
      if (!PRINCIPALS.includes(type))
        yield `Invalid request: [PrincipalTypeInvalidForRelation] principal "${principal}" is not supported by "${relation}" relation, supported types: "${PRINCIPALS.join(", ")}"`;
    }
  }
}
