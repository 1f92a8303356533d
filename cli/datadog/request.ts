import { reasonOf } from "../unanswered";

/** A list of all monitors comes a page after the other, none of which takes so long. */
const SECONDS_AT_MOST = 60;

/**
 * `fetch`, in place of that of Datadog's client, which waits for an answer for ever.
 *
 * @throws Error that begins with `request to URL failed`, where nobody answers or somebody who is not Datadog.
 */
export const request: typeof fetch = async (where, how) => {
  const ask = () => fetch(where, { ...how, signal: AbortSignal.timeout(SECONDS_AT_MOST * 1000) });
  // A connection that was kept may be closed just when it is used again; to read or to delete may be asked twice.
  const isRepeatable = how?.method === "GET" || how?.method === "DELETE";
  const failed = (reason: string) =>
    new Error(`request to ${where instanceof Request ? where.url : where.toString()} failed, reason: ${reason}`);
  const again = (error: unknown) => {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    if (isRepeatable && !isLate) return ask();
    throw error;
  };
  const answer = await ask()
    .catch(again)
    .catch((error: unknown) => {
      throw failed(reasonOf(error));
    });
  // A proxy's, or the app's where the API's address is asked for.
  if (answer.ok && answer.headers.get("content-type")?.startsWith("text/html") === true)
    throw failed("the answer is a web page, not the API's");
  return answer;
};
