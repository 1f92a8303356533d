import type { PageAnswer } from "./pages";

const SECONDS_AT_MOST = 10;

/** A server that does not know HEAD is asked for the page, which is not read. No key and no cookie goes along. */
export async function askPage(url: string): Promise<PageAnswer> {
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : "")) return { unreachable: "it is no web address" };
  try {
    const head = await request(url, "HEAD");
    return head.status < 400 ? head : await request(url, "GET");
  } catch (error) {
    return { unreachable: reasonOf(error) };
  }
}

async function request(url: string, method: "HEAD" | "GET"): Promise<{ status: number; url: string }> {
  const answer = await fetch(url, { method, signal: AbortSignal.timeout(SECONDS_AT_MOST * 1000) });
  await answer.body?.cancel();
  return { status: answer.status, url: answer.url };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer in ${SECONDS_AT_MOST} s`;
  // Of several addresses that were tried, the message is empty.
  const { message, code } = (error.cause ?? error) as NodeJS.ErrnoException;
  return message || (code ?? error.message);
}
