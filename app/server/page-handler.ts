import {
  createReadableStreamFromReadable,
  createRequestHandler,
  writeReadableStreamToWritable,
  type RequestHandler,
  type ServerBuild,
} from "@remix-run/node";
import type { Request as Asked, RequestHandler as ExpressHandler, Response as Answer } from "express";
import { wholeBodyOf } from "~/platform/whole-body.server";
import { SIGNED_IN_HEADER } from "./door/secret";
import { packed } from "./packing";

// Pages through Remix, one handler an area (the first part of the address) and one for each address that is written out
// in the table. The router goes through its whole table of routes several times for each page; an area's handler knows
// its own routes alone, a tenth of them, and an address's handler those on the way to it.

/** Answers every address of the build; what one handler threw goes to `next`. */
export function pageHandler(build: ServerBuild): ExpressHandler {
  const whole = createRequestHandler(build, "production");
  const areas = new Map<string, RequestHandler>();
  for (const area of areasOf(build)) areas.set(area, createRequestHandler(ofArea(build, area), "production"));
  const written = new Map<string, RequestHandler>();
  for (const path of writtenOut(build)) written.set(path, createRequestHandler(onTheWay(build, path), "production"));
  return (request, response, next) => {
    const handle = written.get(pageOf(request.path)) ?? areas.get(areaOf(request.path)) ?? whole;
    const context: { signedIn?: boolean } = { ...response.locals };
    handle(toRequest(request, response), context)
      .then((answer) => {
        if (context.signedIn !== undefined) response.setHeader(SIGNED_IN_HEADER, context.signedIn ? "1" : "0");
        return send(request, response, answer.status === 405 ? plainly() : answer);
      })
      .catch(next);
  };
}

/** To a form sent where none is read, the framework's answer names the route's file. */
const plainly = (): Response =>
  new Response("这个地址不收表单，没有执行。", {
    status: 405,
    statusText: "Method Not Allowed",
    headers: { "Content-Type": "text/plain; charset=utf-8" },
  });

/**
 * The area that an address belongs to: `/learn/x` and the page's data at `/learn/x.data` to `learn`, the front page to
 * ``.
 */
export function areaOf(pathname: string): string {
  const [, first = "", ...rest] = pathname.split("/");
  const area = rest.length === 0 ? first.replace(/\.data$/, "") : first;
  return area === "_root" ? "" : area;
}

/** The page that an address is of: the page's data at `/learn.data` to `/learn`. */
const pageOf = (pathname: string): string => (pathname === "/_root.data" ? "/" : pathname.replace(/\.data$/, ""));

type Routes = ServerBuild["routes"];

/** A route's whole path, without a slash before it. */
function pathOf(routes: Routes, id: string): string {
  const route = routes[id];
  if (!route) return "";
  const above = route.parentId ? pathOf(routes, route.parentId) : "";
  return [above, route.path].filter(Boolean).join("/");
}

const firstOf = (routes: Routes, id: string): string => pathOf(routes, id).split("/")[0]!;
const isOpen = (first: string): boolean => first.startsWith(":") || first.startsWith("*");

/** Areas by name; none when an address may begin with anything, so that a name would say nothing. */
function areasOf({ routes }: ServerBuild): Set<string> {
  const firsts = Object.keys(routes).map((id) => firstOf(routes, id));
  return firsts.some(isOpen) ? new Set() : new Set(firsts);
}

/** Addresses of pages that hold no part of the caller's choice; the router prefers them to all that do. */
const writtenOut = ({ routes }: ServerBuild): Set<string> =>
  new Set(
    Object.keys(routes)
      .map((id) => `/${pathOf(routes, id)}`)
      .filter((path) => !/[:*]/.test(path)),
  );

/** The build with the routes at this address, and at those that begin it: the way up is in a page's first manifest. */
function onTheWay(build: ServerBuild, path: string): ServerBuild {
  const mine = (id: string) => {
    const own = `/${pathOf(build.routes, id)}`;
    return own === "/" || own === path || path.startsWith(`${own}/`);
  };
  return withRoutes(build, mine);
}

/** The build with the routes of one area, the front page among them: its way home is in every page's first manifest. */
export function ofArea(build: ServerBuild, area: string): ServerBuild {
  return withRoutes(build, (id) => ["", area].includes(firstOf(build.routes, id)));
}

function withRoutes(build: ServerBuild, mine: (id: string) => boolean): ServerBuild {
  const only = <T>(all: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([id]) => mine(id)));
  return { ...build, routes: only(build.routes), assets: { ...build.assets, routes: only(build.assets.routes) } };
}

function toRequest(asked: Asked, answer: Answer): Request {
  const headers = new Headers();
  for (let at = 0; at < asked.rawHeaders.length; at += 2)
    headers.append(asked.rawHeaders[at]!, asked.rawHeaders[at + 1]!);
  const left = new AbortController();
  answer.on("close", () => {
    if (!answer.writableFinished) left.abort();
  });
  const reading = asked.method === "GET" || asked.method === "HEAD";
  const url = `${asked.protocol}://${asked.get("host") ?? "localhost"}${asked.originalUrl}`;
  return new Request(url, {
    method: asked.method,
    headers,
    signal: left.signal,
    ...(reading ? {} : { body: createReadableStreamFromReadable(asked), duplex: "half" }),
  } as RequestInit);
}

async function send(asked: Asked, answer: Answer, response: Response): Promise<void> {
  answer.statusMessage = response.statusText;
  answer.status(response.status);
  for (const [name, value] of response.headers) answer.append(name, value);
  const bytes = wholeBodyOf(response);
  if (bytes) answer.end(await packed(bytes, asked, answer));
  else if (response.body) await writeReadableStreamToWritable(response.body, answer);
  else answer.end();
}
