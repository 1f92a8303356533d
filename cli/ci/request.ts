import { StackError } from "../stack/stacks";
import { reasonOf } from "../unanswered";

/**
 * What GitHub's or GitLab's API answers, whatever it is.
 *
 * @throws StackError where nothing comes in a minute.
 */
export async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) });
  } catch (error) {
    throw new StackError(
      `${init.method ?? "GET"} ${url} was not answered (${reasonOf(error)}); run the job again, where that server can be reached`,
    );
  }
}
