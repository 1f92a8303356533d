import { expect, test } from "vitest";
import { assigned } from "../../../../cli/stack/assignments";

test("a key is the project's where it names nothing else; a value may have any character, or be none", () => {
  expect(assigned(["other=a=b", 'lookout:notify=["@a"]', "lookout:x", "a.b=1"], "shop", false)).toEqual({
    "shop:other": "a=b",
    "lookout:notify": '["@a"]',
    "lookout:x": "",
    "shop:a.b": "1",
  });
});

/** As tests/sandbox/19-environments asks the CLI itself. */
test("paths make maps and lists, in which whole numbers and booleans are such, and nothing else is", () => {
  const said = [
    "lookout:agent.logLevel=debug",
    'lookout:agent.extra["a b"][0].x=007',
    "lookout:hosts[0].port=2222",
    "lookout:hosts[1].gone=true",
    "lookout:recheck=12",
  ];
  expect(assigned(said, "shop", true)).toEqual({
    "lookout:agent": { logLevel: "debug", extra: { "a b": [{ x: "007" }] } },
    "lookout:hosts": [{ port: 2222 }, { gone: true }],
    "lookout:recheck": "12",
  });
});

test.each([
  ["lookout:hosts[x]=1", "--config lookout:hosts[x] is not a path; expected such as lookout:hosts[0].user"],
  ["lookout:hosts[1]=1", "--config lookout:hosts[1]: the item [0] is missing before it"],
  ["[0]=1", "--config [0] has no key; expected such as lookout:tags"],
])("%s is refused in words", (assignment, words) => {
  expect(() => assigned([assignment], "shop", true)).toThrow(words);
});
