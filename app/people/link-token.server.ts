import { data, redirect } from "@remix-run/node";
import { z } from "zod";
import { cameByHttps } from "~/platform/zone-check.server";
import { DomainError } from "~/platform/errors";
import { isLinkToken, type LinkKind } from "./link-token";

// A token that came by a link is kept a quarter of an hour in a cookie, so that the address is clean at once and a
// reload still works. It opens what the slip opens and is dropped when the slip is spent.

const NAME = { slip: "anding-slip", setup: "anding-setup", duty: "anding-duty" } as const;
const SHOWN_AT = { slip: "/activate/slip", setup: "/activate/staff/setup", duty: "/setup/duty" } as const;
const PAGES = { slip: "/activate", setup: "/activate", duty: "/setup" } as const;
const SECONDS = 900;

/** Over https bound to this host, which asks for the path of all pages; a quarter of an hour is short. */
const nameOf = (request: Request, kind: LinkKind): string => `${cameByHttps(request) ? "__Host-" : ""}${NAME[kind]}`;
const cookie = (request: Request, kind: LinkKind, value: string, seconds: number): string =>
  `${nameOf(request, kind)}=${value}; Path=${cameByHttps(request) ? "/" : PAGES[kind]}; HttpOnly; SameSite=Lax; Max-Age=${seconds}${cameByHttps(request) ? "; Secure" : ""}`;

/** Takes the token out of the address: keeps it and leads to the page without it. */
export function exchangeToken(request: Request, kind: LinkKind, token: unknown): Response {
  if (!isLinkToken(token)) throw new DomainError("gone", "这个链接不完整。请重新扫码，或者照着完整的链接再打开一次。");
  return redirect(SHOWN_AT[kind], {
    headers: {
      "Set-Cookie": cookie(request, kind, token, SECONDS),
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
    },
  });
}

/** The whole link, or what stands behind its #. */
const Handed = z.strictObject({
  token: z
    .string()
    .trim()
    .transform((text) => text.slice(text.indexOf("#") + 1))
    .refine(isLinkToken),
});

/** A set-up link, opened or pasted in: the page it leads to, or 400 with `incomplete`. */
export async function takeHandedLink(request: Request, kind: LinkKind, incomplete: string) {
  const parsed = Handed.safeParse(Object.fromEntries(await request.formData()));
  return parsed.success
    ? exchangeToken(request, kind, parsed.data.token)
    : data({ error: incomplete }, { status: 400 });
}

/** The token that this browser brought within the last quarter of an hour, or null. */
export function heldToken(request: Request, kind: LinkKind): string | null {
  const start = `${nameOf(request, kind)}=`;
  const pair = (request.headers.get("cookie") ?? "")
    .split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(start));
  const held = pair?.slice(start.length);
  return isLinkToken(held) ? held : null;
}

export const droppedToken = (request: Request, kind: LinkKind): string => cookie(request, kind, "", 0);

/**
 * What a spent link's page is told. A form sent before the page's script was there is answered together with the
 * loader's data, and by then its own link is spent: thrown, that would stand in the way of the recovery codes, which
 * are told once.
 */
export async function unlessSpent<T extends object>(work: Promise<T>): Promise<T | { spent: string }> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DomainError && error.code === "gone") return { spent: error.message };
    throw error;
  }
}
