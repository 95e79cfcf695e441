import fc from "fast-check";

// Requests as a hostile client frames them: mostly right, with one or two things said twice, said wrongly or not meant.

export interface Site {
  host: string;
  origin: string;
}
/** What is written on one connection, cut into pieces; the connection is broken after the last when `breaks`. */
export interface Attack {
  pieces: string[];
  breaks: boolean;
}

interface Parts {
  method: string;
  version: string;
  length: string;
  coding: string;
  connection: string;
  expects: boolean;
  host: string;
  end: "\r\n" | "\n";
  place: string;
  body: "text" | "inner" | "none";
  chunks: string;
}

let made = 0;

const oneOf = (...values: string[]) => fc.constantFrom(...values);
/** Three times of four as it should be. */
const mostly = (plain: string, ...odd: string[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(plain) }, { weight: 1, arbitrary: oneOf(...odd) });

const parts: fc.Arbitrary<Parts> = fc.record({
  method: oneOf("GET", "GET", "POST", "POST", "HEAD", "DELETE", "OPTIONS"),
  version: mostly("HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "http/1.1"),
  length: oneOf(
    "exact",
    "exact",
    "none",
    "none",
    "less",
    "more",
    "zero",
    "plus",
    "hex",
    "twice",
    "twice-other",
    "list",
    "spaced",
    "colon",
    "huge",
    "folded",
  ),
  coding: fc.oneof(
    { weight: 4, arbitrary: fc.constant("none") },
    { weight: 2, arbitrary: fc.constant("chunked") },
    {
      weight: 2,
      arbitrary: oneOf(
        "Chunked",
        "xchunked",
        "chunked, identity",
        "identity, chunked",
        "identity",
        "\tchunked",
        " chunked\r\n x",
        "chunked;q=1",
        "twice",
        "colon",
      ),
    },
  ),
  connection: mostly(
    "",
    "close",
    "keep-alive",
    "content-length",
    "transfer-encoding, host",
    "upgrade",
    "keep-alive, x-forwarded-for",
  ),
  expects: fc.boolean(),
  host: mostly("one", "none", "two", "other", "bad"),
  end: fc.oneof(
    { weight: 9, arbitrary: fc.constant("\r\n" as const) },
    { weight: 1, arbitrary: fc.constant("\n" as const) },
  ),
  place: mostly("path", "whole", "star", "spaces", "tab"),
  body: oneOf("inner", "inner", "text", "none") as fc.Arbitrary<Parts["body"]>,
  chunks: mostly(
    "right",
    "extension",
    "bare-lf",
    "more",
    "less",
    "zeros",
    "trailers",
    "unended",
    "negative",
    "long-size",
  ),
});

export const attacks = (site: Site): fc.Arbitrary<Attack> =>
  fc
    .record({
      messages: fc.array(parts, { minLength: 1, maxLength: 3 }),
      cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 2 }),
      breaks: fc.boolean(),
    })
    .map(({ messages, cuts, breaks }) => ({
      pieces: cutAt(messages.map((one) => written(one, site)).join(""), cuts),
      breaks,
    }));

function cutAt(text: string, cuts: number[]): string[] {
  const places = [...new Set([0, ...cuts.map((share) => Math.floor(share * text.length)), text.length])].sort(
    (a, b) => a - b,
  );
  return places
    .slice(1)
    .map((end, at) => text.slice(places[at], end))
    .filter(Boolean);
}

function written(one: Parts, { host, origin }: Site): string {
  const n = (made += 1);
  const inner = `GET /verify?inner=${n} HTTP/1.1\r\nHost: ${host}\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n`;
  const body = one.body === "inner" ? inner : one.body === "text" ? `a=${n}` : "";
  const end = one.end;
  const target = {
    path: `/verify?sent=${n}`,
    whole: `http://${host}/verify?sent=${n}`,
    star: "*",
    spaces: `/verify?sent=${n} x`,
    tab: `/verify?sent=${n}\t`,
  }[one.place]!;
  const hosts = {
    one: `Host: ${host}${end}`,
    none: "",
    two: `Host: ${host}${end}Host: other.test${end}`,
    other: `Host: other.test${end}`,
    bad: `Host: a b${end}`,
  }[one.host]!;
  const chunked = one.coding !== "none" && one.body !== "none";
  return [
    `${one.method} ${target} ${one.version}${end}`,
    hosts,
    `Origin: ${origin}${end}Content-Type: application/x-www-form-urlencoded${end}`,
    one.connection && `Connection: ${one.connection}${end}`,
    one.connection === "upgrade" ? `Upgrade: h2c${end}` : "",
    one.expects ? `Expect: 100-continue${end}` : "",
    lengthOf(one.length, body.length, end),
    codingOf(one.coding, end),
    end,
    chunked ? chunksOf(one.chunks, body) : body,
  ].join("");
}

function lengthOf(how: string, length: number, end: string): string {
  const said: Record<string, string> = {
    exact: `${length}`,
    less: `${Math.max(0, length - 1)}`,
    more: `${length + 1}`,
    zero: "0",
    plus: `+${length}`,
    hex: `0x${length.toString(16)}`,
    list: `${length}, ${length}`,
    spaced: `${length} `,
    huge: "99999999999999999999",
    folded: `${end} ${length}`,
    twice: `${length}${end}Content-Length: ${length}`,
    "twice-other": `${length}${end}Content-Length: 0`,
  };
  if (how === "none") return "";
  return how === "colon" ? `Content-Length : ${length}${end}` : `Content-Length: ${said[how]}${end}`;
}

function codingOf(how: string, end: string): string {
  if (how === "none") return "";
  if (how === "twice") return `Transfer-Encoding: chunked${end}Transfer-Encoding: identity${end}`;
  return how === "colon" ? `Transfer-Encoding : chunked${end}` : `Transfer-Encoding: ${how}${end}`;
}

function chunksOf(how: string, body: string): string {
  const size = body.length.toString(16);
  const whole = `${size}\r\n${body}\r\n`;
  const odd: Record<string, string> = {
    right: `${whole}0\r\n\r\n`,
    extension: `${size};a="b"\r\n${body}\r\n0;x\r\n\r\n`,
    "bare-lf": `${size}\n${body}\n0\n\n`,
    more: `${(body.length + 1).toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    less: `${(body.length - 1).toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    zeros: `000${size}\r\n${body}\r\n000\r\n\r\n`,
    trailers: `${whole}0\r\nX-Forwarded-Proto: https\r\nContent-Length: 3\r\n\r\n`,
    unended: `${whole}0\r\n`,
    negative: `-${size}\r\n${body}\r\n0\r\n\r\n`,
    "long-size": `fffffffff${size}\r\n${body}\r\n0\r\n\r\n`,
  };
  return odd[how]!;
}
