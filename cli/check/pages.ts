import type { Registration } from "../stack/program";
import { monitorsIn } from "./declared";
import type { Finding } from "./finding";
import { gathered, type Need } from "./need";

/** What a web server said, or why it was not reached. */
export type PageAnswer =
  { readonly status: number; /** After redirects. */ readonly url: string } | { readonly unreachable: string };

/** The pages that monitors link to as their runbooks, without their anchors. */
export function pageNeeds(registrations: readonly Registration[]): Need[] {
  return gathered(
    monitorsIn(registrations).flatMap(({ place, definition: { assets = [] } }) =>
      assets.flatMap(({ category, url }) =>
        category === "runbook" && url !== undefined ? [[plain(url), place] as const] : [],
      ),
    ),
  );
}

/** Whoever has a password in a link should not find it in a report. */
function plain(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  Object.assign(parsed, { hash: "", username: "", password: "" });
  return parsed.href;
}

/** These hide what is private from whoever has not logged in, and say that it is not there. */
const HIDING = /^(www\.)?(github|gitlab|bitbucket)\.(com|org)$/;

const LOGIN = /(^|[/.])(log-?in|sign-?in|sso|saml2?|oauth2?|authorize|users\/sign_in)([/.]|$)/i;
const LOGIN_HOST = /^(login|signin|accounts|auth|sso|id)\./i;

export function missingPage({ of, by }: Need, answer: PageAnswer): Finding | undefined {
  const finding = (verdict: Finding["verdict"], found: string, remedy: string): Finding => ({
    ...{ about: "runbook", verdict, by, asked: `runbook ${of}`, found, remedy },
  });
  if ("unreachable" in answer) {
    return finding("unasked", `can't be reached from here (${answer.unreachable})`, "open it in a browser");
  }
  const { status, url } = answer;
  const { hostname, pathname } = new URL(url);
  if (status === 401 || status === 403 || status === 407 || (url !== of && isLogin(hostname, pathname))) {
    return finding("unasked", "wants a login, and none is sent", "open it in a browser");
  }
  if (status < 400) return undefined;
  if (status === 404 && HIDING.test(hostname)) {
    return finding("unasked", `answers with 404, as ${hostname} does of what is private`, "open it in a browser");
  }
  if (status === 429) return finding("unasked", "answers with 429: asked too often", "ask again later");
  return finding("wrong", `answers with ${status}`, "write the page's address, or write the page");
}

function isLogin(hostname: string, pathname: string): boolean {
  return LOGIN_HOST.test(hostname) || LOGIN.test(pathname);
}
