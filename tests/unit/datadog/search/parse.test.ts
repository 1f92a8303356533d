import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { searchIn } from "../../../../datadog/search/in-monitor";
import { parseSearch, SearchSyntaxError } from "../../../../datadog/search/parse";
import { partsOfSearch, type Search } from "../../../../datadog/search/search";

/** In one line, with brackets around all that is joined. */
function shown(search: Search): string {
  switch (search.kind) {
    case "all":
      return `(${search.filters.map(shown).join(" & ")})`;
    case "any":
      return `(${search.filters.map(shown).join(" | ")})`;
    case "not":
      return `not ${shown(search.filter)}`;
    case "group":
      return shown(search.filter);
    case "attribute":
      return `${search.key}=${shown(search.value)}`;
    case "text":
      return search.quoted ? `"${search.text}"` : search.text;
    case "comparison":
      return `${search.comparator}${search.text}`;
    case "range":
      return `${search.from}..${search.to}`;
    case "function":
      return `${search.name}(${search.args.join(";")})`;
    case "missing":
      return "nothing";
    case "everything":
      return "everything";
  }
}

test.each([
  ["", "everything"],
  ["*", "*"],
  ["hello world", "(hello & world)"],
  ['"hello world"', '"hello world"'],
  ["authentication AND -password", "(authentication & not password)"],
  ["a OR b c", "(a | (b & c))"],
  ["(a OR b) AND c", "((a | b) & c)"],
  ["env:(prod OR test)", "env=(prod | test)"],
  ["@http.url:/api\\-v1/*", "@http.url=/api\\-v1/*"],
  ["@code:[400 TO 499]", "@code=400..499"],
  ["@code:(>=400 AND <500)", "@code=(>=400 & <500)"],
  ["duration:>20ms", "duration=>20ms"],
  ["-@code:*", "not @code=*"],
  ["@a:(-MISS)", "@a=not MISS"],
  ['*:"hello world"', '*="hello world"'],
  ['tags:"a::b"', 'tags="a::b"'],
  ["NOT(CIDR(@network.client.ip, 13.0.0.0/8))", "not CIDR(@network.client.ip;13.0.0.0/8)"],
  ["#is_expired:yes", "#is_expired=yes"],
  ["$env @x:$y.value", "($env & @x=$y.value)"],
  ["message:@webhook-a_*", "message=@webhook-a_*"],
  ["a\\ b:c\\)d", "a\\ b=c\\)d"],
  ["ORDER ANDy", "(ORDER & ANDy)"],
  ["a OR", "(a | nothing)"],
  ["()", "nothing"],
  ["env: prod", "(env=nothing & prod)"],
])("%j is read as %s", (text, expected) => {
  expect(shown(parseSearch(text))).toBe(expected);
});

test.each([
  ["(a OR b", 0, "not closed"],
  ["a (b) c)", 7, "closes none"],
  ['service:"a b', 8, "not closed"],
  [`${"(".repeat(60)}a${")".repeat(60)}`, 50, "open in each other"],
])("%j can't be read, and why is said with its place", (text, offset, words) => {
  expect(() => parseSearch(text)).toThrow(
    expect.objectContaining({ offset, message: expect.stringContaining(words) as string }) as SearchSyntaxError,
  );
});

describe("any text", () => {
  const pieces = fc.constantFrom(
    ...[
      "a",
      "@a.b",
      ":",
      ": ",
      " ",
      "(",
      ")",
      '"',
      "\\",
      "-",
      "!",
      "NOT ",
      " AND ",
      " OR ",
      "[1 TO 2]",
      "[",
      ">=5",
      "$x",
    ],
    ...["CIDR(", ",", "*", "?", "&&", "é", "\n", "#c"],
  );
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 30 }).map((some) => some.join("")),
    fc.string(),
  );

  test("is read, or refused at a place in it", () => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          for (const { offset } of partsOfSearch(parseSearch(text))) expect(offset).toBeLessThanOrEqual(text.length);
        } catch (error) {
          if (!(error instanceof SearchSyntaxError)) throw error;
          expect(error.offset).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("in quotes is one text, as long as its quotes and backslashes are escaped", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const escaped = text.replaceAll(/[\\"]/g, "\\$&");
        expect(parseSearch(`"${escaped}"`)).toEqual({ kind: "text", text: escaped, quoted: true, offset: 0 });
      }),
    );
  });
});

test("a search in a monitor's query has its quotes back, and each place of it is one of the query's", () => {
  const query = 'logs("a \\"b c\\" d").index("*").rollup("count").last("5m") > 1';
  const { text, placeOf } = searchIn(query, { search: 'a \\"b c\\" d' });
  expect(text).toBe('a "b c" d');
  expect(query.slice(placeOf(text.indexOf("b")), placeOf(text.length))).toBe('b c\\" d');
});
