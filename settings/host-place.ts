import type { Mistake } from "./mistakes";

/**
 * Where something of a host stands that is not in the stack's file.
 *
 * @param rest what of it: `.databases[0].port`.
 */
export type HostPlace = (rest: string) => Pick<Mistake, "path" | "at"> & { readonly file: string };

/** In a sentence, of which the dots and brackets behind the last name are none of a path's. */
const IN_WORDS = /\bhosts\[(\d+)\]((?:\.\w+|\[\d+\])*)/g;
const PATH = /^hosts\[(\d+)\](.*)$/;

/** Mistakes of settings with the places of those hosts that are not in the stack's file, in their paths and their words. */
export function inTheirFiles(
  found: readonly Mistake[],
  /** Of a host by its place among all; of one of the stack's file, none. */
  placeOf: (index: number) => HostPlace | undefined,
): Mistake[] {
  const inWords = (text: string) =>
    text.replace(IN_WORDS, (whole, index: string, rest: string) => {
      const place = placeOf(Number(index))?.(rest);
      return place === undefined ? whole : `${place.path} of ${place.file}`;
    });
  return found.map((mistake) => {
    const [, index, rest = ""] = PATH.exec(mistake.path) ?? [];
    const place = index === undefined ? undefined : placeOf(Number(index))?.(rest);
    return { ...mistake, ...place, problem: inWords(mistake.problem) };
  });
}
