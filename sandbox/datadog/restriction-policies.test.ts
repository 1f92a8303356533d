import { beforeEach, expect, test } from "vitest";

import { createRig, type Rig } from "./rig.js";

const PATH = "/api/v2/restriction_policy/monitor:1001";
const EDITORS = { relation: "editor", principals: ["team:6d2c4b1e-0000-4000-8000-000000000001", "org:4dee724d"] };

let rig: Rig;
beforeEach(() => {
  rig = createRig("2026-12-01T12:00:00Z");
});

const policy = (bindings: unknown, id = "monitor:1001") => ({
  data: { type: "restriction_policy", id, attributes: { bindings } },
});

test("a policy is kept as it was sent, and gone after DELETE", async () => {
  expect(await rig.call("GET", PATH)).toEqual({ status: 200, body: policy([]) });
  expect(await rig.call("POST", PATH, policy([EDITORS]))).toEqual({ status: 200, body: policy([EDITORS]) });
  expect((await rig.call("GET", PATH)).body).toEqual(policy([EDITORS]));
  expect((await rig.call("DELETE", PATH)).status).toBe(204);
  expect((await rig.call("GET", PATH)).body).toEqual(policy([]));
});

test("a resource may be written with its colon escaped, as the official client does", async () => {
  const escaped = "/api/v2/restriction_policy/dashboard%3Aabc-def-ghi";
  expect((await rig.call("POST", escaped, policy([EDITORS], "dashboard:abc-def-ghi"))).status).toBe(200);
  expect((await rig.call("GET", "/stand-in/objects")).body).toMatchObject({
    restrictionPolicies: [{ resource: "dashboard:abc-def-ghi", bindings: [EDITORS] }],
  });
});

test.each([
  ["malformed", policy([EDITORS]), "Invalid resource: 'malformed' is not in a valid format"],
  ["host:db1", policy([EDITORS]), "Invalid resource type: 'host' does not support restriction policies"],
  ["monitor:1001", policy([EDITORS], "monitor:1002"), "the body is of 'monitor:1002'"],
  ["monitor:1001", policy([{ ...EDITORS, relation: "owner" }]), 'relation "owner" is not supported'],
  ["monitor:1001", policy([{ ...EDITORS, principals: ["group:a"] }]), "[PrincipalTypeInvalidForRelation]"],
  ["monitor:1001", policy([{ ...EDITORS, principals: ["team:"] }]), "[PrincipalTypeInvalidForRelation]"],
  ["monitor:1001", policy([{ relation: "editor" }]), "bindings[0].principals: missing required field"],
  ["monitor:1001", policy(undefined), "data.attributes.bindings: missing required field"],
])("of %s, %j is refused", async (resource, body, expected) => {
  const answer = await rig.call("POST", `/api/v2/restriction_policy/${resource}`, body);
  expect(answer.status).toBe(400);
  expect((answer.body as { errors: string[] }).errors.join("\n")).toContain(expected);
});
