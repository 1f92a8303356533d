import structProto from "google-protobuf/google/protobuf/struct_pb.js";
import { expect, test } from "vitest";

import { Asset, hasUnknowns, marshal, Secret, unknown, unmarshal, withoutSecrets } from "./value.js";

const signature = "4dabf18193072939515e22adb298388d";
const wire = (plain: Record<string, never>) => structProto.Struct.fromJavaScript(plain);
const sent = (plain: unknown) => unmarshal(wire(plain as Record<string, never>));

test("secrets and unknowns survive at any depth, and all else is plain", () => {
  const properties = {
    text: "a",
    nothing: null,
    list: [1, true, new Secret({ key: unknown })],
    object: { inner: new Secret("s"), later: unknown },
  };
  expect(unmarshal(marshal(properties))).toEqual(properties);
});

test("the sentinels are the protocol's", () => {
  expect(marshal({ s: new Secret("x"), u: unknown }).toJavaScript()).toEqual({
    s: { [signature]: "1b47061264138c4ac30d75fd1eb44270", value: "x" },
    u: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  });
});

test("an unknown of any type is unknown", () => {
  const number = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";
  expect(sent({ port: number })).toEqual({ port: unknown });
});

test("an asset comes as what it holds, and goes back as the same", () => {
  const asset = { [signature]: "c44067f5952c0a294b673a41bacd8c17", hash: "ab", path: "/tmp/x" };
  const source = new Asset({ hash: "ab", path: "/tmp/x" });
  expect(sent({ source: asset })).toEqual({ source });
  expect(marshal({ source }).toJavaScript()).toEqual({ source: asset });
});

test("an archive is refused at its path", () => {
  const archive = { [signature]: "0def7320c3a5731c473e5ecbe6d01bc7", path: "/tmp/x" };
  expect(() => sent({ files: [{ source: archive }] })).toThrow(
    "files[0].source is an archive, which this local stand-in does not take",
  );
});

test("a secret's text is found, and unknowns are seen through it", () => {
  expect(withoutSecrets({ a: [new Secret({ b: new Secret("x") })] })).toEqual({ a: [{ b: "x" }] });
  expect(hasUnknowns([new Secret({ b: unknown })])).toBe(true);
  expect(hasUnknowns([new Secret({ b: "x" })])).toBe(false);
});
