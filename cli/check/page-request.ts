import { reasonOf } from "../unanswered";
import type { PageAnswer } from "./pages";

const SECONDS_AT_MOST = 10;

/** A server that does not know HEAD is asked for the page, which is not read. No key and no cookie goes along. */
export async function askPage(url: string): Promise<PageAnswer> {
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : "")) return { unreachable: "it is no web address" };
  try {
    const head = await request(url, "HEAD");
    return head.status < 400 ? head : await request(url, "GET");
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return { unreachable: isLate ? `no answer in ${SECONDS_AT_MOST} s` : reasonOf(error) };
  }
}

async function request(url: string, method: "HEAD" | "GET"): Promise<{ status: number; url: string }> {
  const answer = await fetch(url, { method, signal: AbortSignal.timeout(SECONDS_AT_MOST * 1000) });
  await answer.body?.cancel();
  return { status: answer.status, url: answer.url };
}
