/** What may be meant in a recurrence rule's text though iCalendar writes it otherwise, and how it is written. */
const FORMS: readonly (readonly [pattern: RegExp, remedy: string, mended: (rule: string) => string])[] = [
  [/^\s*RRULE:/i, 'drop "RRULE:"', (rule) => rule.replace(/^\s*RRULE:/i, "")],
  [/;\s*$/, "drop the last semicolon", (rule) => rule.replace(/[;\s]+$/, "")],
  [/\s/, "write it without blanks", (rule) => rule.replace(/\s+/g, "")],
  [/[a-z]/, "write it in capitals", (rule) => rule.toUpperCase()],
];

/** The rule as iCalendar writes it, and what has to be done for it. */
export function ruleForm(rule: string): { readonly rule: string; readonly remedies: readonly string[] } {
  const remedies: string[] = [];
  let mended = rule;
  for (const [pattern, remedy, mend] of FORMS) {
    if (!pattern.test(mended)) continue;
    remedies.push(remedy);
    mended = mend(mended);
  }
  return { rule: mended, remedies };
}
