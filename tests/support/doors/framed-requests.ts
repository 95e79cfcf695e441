// An oracle for framing: the requests that a sender's bytes hold by the strictest reading of RFC 9112, up to the first
// byte that may be read in two ways. It shares no code with the product and reads no byte leniently.

export interface FramedRequest {
  method: string;
  target: string;
  body: string;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const REQUEST_LINE = new RegExp(`^(${TOKEN}) (/[\\x21-\\x7e]*) HTTP/1\\.([01])$`);
const FIELD = new RegExp(
  `^(${TOKEN}):[ \\t]*((?:[\\x21-\\x7e\\x80-\\xff](?:[\\x20-\\x7e\\x80-\\xff\\t]*[\\x21-\\x7e\\x80-\\xff])?)?)[ \\t]*$`,
);

/** `stream`: one character a byte (latin1). */
export function framedRequests(stream: string): FramedRequest[] {
  const found: FramedRequest[] = [];
  for (let at = 0; ;) {
    while (stream.startsWith("\r\n", at)) at += 2;
    const end = stream.indexOf("\r\n\r\n", at);
    if (end < 0) return found;
    const head = readHead(stream.slice(at, end));
    const body = head && readBody(stream, end + 4, head.fields);
    if (!head || !body) return found;
    found.push({ method: head.method, target: head.target, body: body.text });
    if (head.last) return found;
    at = body.end;
  }
}

type Fields = Map<string, string[]>;

function readHead(text: string): { method: string; target: string; fields: Fields; last: boolean } | null {
  if (/[^\r]\n|\r[^\n]/.test(text)) return null;
  const [first = "", ...lines] = text.split("\r\n");
  const start = REQUEST_LINE.exec(first);
  if (!start) return null;
  const fields: Fields = new Map();
  for (const line of lines) {
    const field = FIELD.exec(line);
    if (!field) return null;
    const name = field[1]!.toLowerCase();
    fields.set(name, [...(fields.get(name) ?? []), field[2]!]);
  }
  if (start[3] === "1" && fields.get("host")?.length !== 1) return null;
  return {
    method: start[1]!,
    target: start[2]!,
    fields,
    last: start[3] === "0" || /close/i.test(fields.get("connection")?.join() ?? ""),
  };
}

function readBody(stream: string, from: number, fields: Fields): { text: string; end: number } | null {
  const [lengths, codings] = [fields.get("content-length"), fields.get("transfer-encoding")];
  if (lengths && codings) return null;
  if (codings) return codings.length === 1 && codings[0]!.toLowerCase() === "chunked" ? readChunks(stream, from) : null;
  if (!lengths) return { text: "", end: from };
  if (lengths.length !== 1 || !/^\d+$/.test(lengths[0]!)) return null;
  const end = from + Number(lengths[0]);
  return end <= stream.length ? { text: stream.slice(from, end), end } : null;
}

function readChunks(stream: string, from: number): { text: string; end: number } | null {
  let text = "";
  for (let at = from; ;) {
    const line = /^([0-9a-fA-F]{1,8})(?:;[\x20-\x7e]*)?\r\n/.exec(stream.slice(at, at + 300));
    if (!line) return null;
    const [size, start] = [Number.parseInt(line[1]!, 16), at + line[0].length];
    if (size === 0) return readTrailers(stream, start, text);
    if (stream.length < start + size + 2 || stream.slice(start + size, start + size + 2) !== "\r\n") return null;
    text += stream.slice(start, start + size);
    at = start + size + 2;
  }
}

function readTrailers(stream: string, from: number, text: string): { text: string; end: number } | null {
  for (let at = from; ;) {
    const end = stream.indexOf("\r\n", at);
    if (end < 0) return null;
    if (end === at) return { text, end: at + 2 };
    if (!FIELD.test(stream.slice(at, end))) return null;
    at = end + 2;
  }
}
