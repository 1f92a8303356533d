import { countsByRule, fingerprintOf, type Found, type Linted } from "../found";

/** The form of what is written; another number is another form. */
const FORM = 1;

/** For programs, and for `--against`. */
export function lintJson({ of, found }: Linted): string {
  const findings = found.map((one) => ({ ...one, fingerprint: fingerprintOf(one) }));
  return `${JSON.stringify({ form: FORM, of, counts: countsByRule(found), findings }, null, 2)}\n`;
}

/** The findings in what {@link lintJson} wrote; nothing where it is something else. */
export function findingsIn(text: string): readonly Found[] | undefined {
  try {
    const { form, findings } = JSON.parse(text) as { form?: unknown; findings?: unknown };
    return form === FORM && Array.isArray(findings) ? (findings as Found[]) : undefined;
  } catch {
    return undefined;
  }
}
