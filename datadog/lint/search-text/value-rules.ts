import type { Attribute, Search } from "../../search/search";
import { excerpt, rowsOf, type SearchRule, valuesOf } from "./subject";

const SYNTAX = "https://docs.datadoghq.com/logs/explorer/search_syntax/";
const monitor = (search: string) => ({ search, in: "monitor" as const });

const blankAfterColon: SearchRule = {
  id: "search/blank-after-colon",
  verdict: "may-be-meant",
  because: "A value stands right behind its key's colon: behind a blank it is a word of its own, and the key has none.",
  source: `${SYNTAX}#attributes-search`,
  passes: monitor("env:prod service:shop"),
  fails: monitor("env: prod service:shop"),
  *check(subject) {
    for (const [{ key, value, offset }, next] of neighbours(rowsOf(subject))) {
      const compared = value.kind === "comparison" && value.text === "" ? value.comparator : "";
      if ((value.kind !== "missing" && compared === "") || !isValue(next)) continue;
      yield {
        offset,
        problem: `a blank stands behind ${key}:${compared}`,
        remedy: `write ${key}:${compared}${next.kind === "text" ? excerpt(next.text) : "(…)"}`,
      };
    }
  },
};

function* neighbours(rows: readonly (readonly Search[])[]): Generator<[Attribute, Search | undefined]> {
  for (const row of rows) {
    for (const [index, part] of row.entries()) {
      const term = part.kind === "not" ? part.filter : part;
      if (term.kind === "attribute") yield [term, row[index + 1]];
    }
  }
}

function isValue(part: Search | undefined): part is Search {
  return part?.kind === "text" || part?.kind === "group";
}

const emptyValue: SearchRule = {
  id: "search/empty-value",
  verdict: "may-be-meant",
  because: "A key without a value asks for nothing: most often a setting was not filled in.",
  source: `${SYNTAX}#attributes-search`,
  passes: monitor("service:shop env:prod"),
  fails: monitor("service:shop env:"),
  *check(subject) {
    const followed = new Set<Attribute>();
    for (const [attribute, next] of neighbours(rowsOf(subject))) if (isValue(next)) followed.add(attribute);
    for (const attribute of subject.attributes) {
      const { key, value, offset } = attribute;
      const isEmpty = value.kind === "missing" || (value.kind === "comparison" && value.text === "");
      if (!isEmpty || followed.has(attribute)) continue;
      yield { offset, problem: `${key}: has no value`, remedy: `write the value, ${key}:* for any, or drop it` };
    }
  },
};

const range: SearchRule = {
  id: "search/range",
  verdict: "may-be-meant",
  because: "A range is written [from TO to], the smaller number first.",
  source: `${SYNTAX}#numerical-values`,
  passes: monitor("@http.status_code:[400 TO 499]"),
  fails: monitor("@http.status_code:[499 TO 400]"),
  *check({ attributes }) {
    for (const { key, value } of attributes) {
      const { offset } = value;
      if (value.kind === "text" && !value.quoted && value.text.startsWith("[")) {
        yield {
          offset,
          problem: `"${excerpt(value.text)}" is no range`,
          remedy: `write such as ${key}:[400 TO 499]`,
        };
      }
      if (value.kind !== "range") continue;
      const { from, to, word } = value;
      if (word !== "TO") yield { offset, problem: `a range has no "${word}"`, remedy: `write [${from} TO ${to}]` };
      else if (Number(from) > Number(to)) {
        yield { offset, problem: `no number is in [${from} TO ${to}]`, remedy: `write [${to} TO ${from}]` };
      }
    }
  },
};

const quotedWildcard: SearchRule = {
  id: "search/quoted-wildcard",
  verdict: "may-be-meant",
  because: 'Within quotes a * is a character: "*test*" finds what holds *test*.',
  source: `${SYNTAX}#wildcards`,
  passes: monitor("service:web-*"),
  fails: monitor('service:"web-*"'),
  *check({ attributes }) {
    for (const attribute of attributes) {
      for (const value of valuesOf(attribute)) {
        if (value.kind !== "text" || !value.quoted || !/(?<!\\)\*/.test(value.text)) continue;
        const { offset, text } = value;
        // What is left without quotes has its blanks and special characters escaped.
        const remedy = /[\s:()]/.test(text)
          ? "write ? for each blank, without quotes"
          : `write ${attribute.key}:${text}`;
        yield { offset, problem: `the * in "${excerpt(text)}" stands for itself`, remedy };
      }
    }
  },
};

/** Of which a log, a span or an event has one value. */
const OF_ONE_VALUE = [
  ...["status", "service", "@http.status_code", "@type", "ci_level", "test_level", "type", "operation_name"],
];

const twoValues: SearchRule = {
  id: "search/two-values",
  verdict: "may-be-meant",
  because: "Terms beside each other must all hold, and nothing has two values of such a key.",
  source: SYNTAX,
  passes: monitor("status:error OR status:warn"),
  fails: monitor("status:error status:warn"),
  *check(subject) {
    for (const row of rowsOf(subject)) {
      const seen = new Map<string, string>();
      for (const part of row) {
        // An operator in lower case is a mistake of its own.
        if (part.kind === "text" && /^or$/i.test(part.text)) seen.clear();
        if (part.kind !== "attribute") continue;
        const { key, value, offset } = part;
        if (value.kind !== "text" || !OF_ONE_VALUE.includes(key) || /[*?$]/.test(value.text)) continue;
        const other = seen.get(key) ?? value.text;
        seen.set(key, value.text);
        if (other === value.text) continue;
        yield {
          offset,
          problem: `nothing has both ${key}:${excerpt(other)} and ${key}:${excerpt(value.text)}`,
          remedy: `write ${key}:(${excerpt(other)} OR ${excerpt(value.text)})`,
        };
      }
    }
  },
};

const BLOCK = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)\/\d{1,3}$/i;

const cidr: SearchRule = {
  id: "search/cidr",
  verdict: "may-be-meant",
  because: "CIDR() is given an attribute, then one block or more.",
  source: `${SYNTAX}#search-using-cidr-notation`,
  passes: monitor("CIDR(@network.client.ip, 10.0.0.0/8)"),
  fails: monitor("CIDR(10.0.0.0/8)"),
  *check({ parts }) {
    for (const part of parts) {
      if (part.kind !== "function") continue;
      const [attribute = "", ...blocks] = part.args;
      const wrong = blocks.find((block) => !BLOCK.test(block) && !block.startsWith("$"));
      if (attribute !== "" && !BLOCK.test(attribute) && blocks.length > 0 && wrong === undefined) continue;
      yield {
        offset: part.offset,
        problem:
          wrong === undefined ? "CIDR() lacks the attribute or a block" : `"${excerpt(wrong)}" is no block of CIDR()`,
        remedy: "write such as CIDR(@network.client.ip, 10.0.0.0/8)",
      };
    }
  },
};

/** What a key is compared with. */
export const valueRules: readonly SearchRule[] = [blankAfterColon, emptyValue, range, quotedWildcard, twoValues, cidr];
