import { gunzipSync } from "node:zlib";

/** What a host told: a line each, of words. */
export type Facts = readonly (readonly string[])[];

/** What is unpacked of a host's answer, which is not to fill this machine's memory. */
const MOST_BYTES = 64 * 2 ** 20;

/** @param printed by facts.sh as its last line. */
export function factsOf(printed: string): Facts {
  const text = gunzipSync(Buffer.from(printed, "base64"), { maxOutputLength: MOST_BYTES }).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\t"));
}

/** The words of those of a kind, without it. */
export function factsNamed(facts: Facts, kind: string): string[][] {
  return facts.filter(([first]) => first === kind).map(([, ...words]) => words);
}

/** A word that is any text, and travels in base64. */
export function decoded(word: string | undefined): string {
  return Buffer.from(word ?? "", "base64").toString("utf8");
}
