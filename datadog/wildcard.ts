/** What a text with wildcards stands for, from end to end: `host:web-*`. */
export function wildcard(text: string): RegExp {
  const literal = text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`, "s");
}
