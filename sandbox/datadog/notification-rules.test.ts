import { beforeEach, expect, test } from "vitest";

import { createRig, type Rig } from "./rig.js";

const PATH = "/api/v2/monitor/notification_rule";
const RULE = { name: "storage", filter: { tags: ["team:storage"] }, recipients: ["slack-storage"] };
const BY_STATE = { conditions: [{ scope: "transition_type:is_alert", recipients: ["a"] }] };

let rig: Rig;
beforeEach(() => {
  rig = createRig("2026-12-01T12:00:00Z");
});

const body = (attributes: object, id?: string) => ({
  data: { type: "monitor-notification-rule", ...(id !== undefined && { id }), attributes },
});

test("a rule is kept as it was sent, changed, and gone after DELETE", async () => {
  const made = (await rig.call("POST", PATH, body(RULE))).body as { data: { id: string } };
  const { id } = made.data;
  expect(made).toMatchObject(body(RULE));
  expect(await rig.call("GET", `${PATH}/${id}`)).toEqual({ status: 200, body: made });
  const { recipients, ...others } = RULE;
  expect(recipients).toHaveLength(1);
  const changed = { ...others, conditional_recipients: BY_STATE };
  expect((await rig.call("PATCH", `${PATH}/${id}`, body(changed, id))).body).toMatchObject(body(changed, id));
  expect((await rig.call("GET", PATH)).body).toMatchObject({ data: [{ id }] });
  expect((await rig.call("DELETE", `${PATH}/${id}`)).status).toBe(204);
  for (const method of ["GET", "DELETE"]) expect((await rig.call(method, `${PATH}/${id}`)).status).toBe(404);
});

test.each([
  [{ ...RULE, conditional_recipients: BY_STATE }, "exactly one of recipients and conditional_recipients"],
  [{ name: "n", filter: RULE.filter }, "exactly one of recipients and conditional_recipients"],
  [{ ...RULE, recipients: ["@slack-storage"] }, "must not start with an '@'"],
  [{ ...RULE, recipients: [] }, "must not be empty"],
  [{ ...RULE, recipients: Array.from({ length: 51 }, (_, i) => `r${i}`) }, "at most 50 recipients"],
  [{ ...RULE, recipients: undefined, conditional_recipients: { conditions: [] } }, "1 to 10 conditions, got 0"],
  [
    {
      ...RULE,
      recipients: undefined,
      conditional_recipients: { conditions: [{ scope: "a AND b", recipients: ["x"] }] },
    },
    "is not one key:value",
  ],
  [{ filter: RULE.filter, recipients: ["a"] }, "name: missing required field"],
])("%j is refused: %s", async (attributes, problem) => {
  const answer = await rig.call("POST", PATH, body(attributes));
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body)).toContain(problem);
});
