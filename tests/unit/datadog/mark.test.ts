import { expect, test } from "vitest";
import { ownerWords, resourceNamedIn, stackWord } from "../../../datadog/mark";

const OWNER = { project: "lookout", stack: "dev", resource: "hosts-disk" };

test("an object says its stack and its resource, as a tag can hold it", () => {
  expect(ownerWords(OWNER)).toEqual(["pulumi_stack:lookout/dev", "pulumi_resource:hosts-disk"]);
  expect(ownerWords({ project: "My Team", stack: "prod.eu", resource: "Hosts: x" })).toEqual([
    "pulumi_stack:my_team/prod.eu",
    "pulumi_resource:hosts__x",
  ]);
  for (const word of ownerWords({ ...OWNER, stack: "s".repeat(300), resource: "r".repeat(300) }))
    expect(word.length).toBe(200);
});

test("the resource is read back from tags and from texts, of that stack only", () => {
  const ofStack = stackWord(OWNER);
  const words = ownerWords(OWNER).join(" ");
  expect(resourceNamedIn(`Quiet hours. @oncall@example.com\n\n${words}`, ofStack)).toBe("hosts-disk");
  expect(resourceNamedIn(["env:dev", ...ownerWords(OWNER)].join(" "), ofStack)).toBe("hosts-disk");
  for (const other of ["lookout/dev2", "lookout/prod", "other/dev"])
    expect(resourceNamedIn(words, `pulumi_stack:${other}`)).toBeUndefined();
  expect(resourceNamedIn("", ofStack)).toBeUndefined();
});
