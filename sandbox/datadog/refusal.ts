/** An answer that is not a success, in Datadog's shape: `{"errors": [...]}`. */
export class Refusal extends Error {
  constructor(
    readonly status: 400 | 403 | 404 | 409,
    readonly errors: readonly string[],
  ) {
    super(errors.join("; "));
  }
}

export function refuseMistakes(mistakes: readonly string[]): void {
  if (mistakes.length > 0) throw new Refusal(400, mistakes);
}
