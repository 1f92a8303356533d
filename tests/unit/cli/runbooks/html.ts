import { DOMParser } from "@xmldom/xmldom";

/** What a page links to, and to what of it others may link. */
export function parseHTML(text: string): {
  readonly links: readonly string[];
  readonly ids: readonly string[];
  readonly headings: readonly string[];
} {
  const { documentElement } = new DOMParser({ onError: () => undefined }).parseFromString(text, "text/html");
  const all = [...(documentElement?.getElementsByTagName("*") ?? [])];
  const attributes = (name: string) => all.flatMap((element) => element.getAttribute(name) ?? []);
  return {
    links: [...attributes("href"), ...attributes("src")],
    ids: attributes("id"),
    headings: all.filter(({ tagName }) => tagName === "h2").map(({ textContent }) => textContent ?? ""),
  };
}
