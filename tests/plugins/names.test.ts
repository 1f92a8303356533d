import { expect, test } from "vitest";

import { Names } from "./drive/names.js";

function namesOf(actual: Readonly<Record<string, string | number>>): Names {
  const names = new Names();
  for (const [name, value] of Object.entries(actual)) names.set(name, value);
  return names;
}

test("a port is hidden where it stands whole, as text and as a number", () => {
  const names = namesOf({ "-22": 45555 });
  expect(names.hide({ port: 45555, text: "dial tcp 127.0.0.1:45555: connection refused" })).toEqual({
    port: -22,
    text: "dial tcp 127.0.0.1:-22: connection refused",
  });
});

test("a port that is by chance a part of another text is none", () => {
  const principal = "role:0a1b2c3d-1111-4222-8333-444455556666";
  expect(namesOf({ "-22": 45555 }).hide(principal)).toBe(principal);
});

test("an address goes before the port in it", () => {
  const names = namesOf({ "-22": 45555, "<api>": "http://127.0.0.1:45555" });
  expect(names.hide("GET http://127.0.0.1:45555/api/v1/monitor")).toBe("GET <api>/api/v1/monitor");
});
