/** `a, b and c`, or with "disjunction" `a, b or c`. */
export function listInWords(items: readonly string[], type: "conjunction" | "disjunction" = "conjunction"): string {
  return new Intl.ListFormat("en-GB", { type }).format(items);
}
