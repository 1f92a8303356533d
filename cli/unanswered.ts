/** Why nobody answered a `fetch`, which itself says no more than that it failed. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Of several addresses that were tried, the message is empty.
  const { message, code } = (error.cause ?? error) as NodeJS.ErrnoException;
  return message || (code ?? error.message);
}
