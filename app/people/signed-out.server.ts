import { json, redirect } from "@remix-run/node";
import { sessionEnd } from "~/platform/session.server";
import { POLICIES, type Act } from "./policies";
import { signInAddress } from "./sign-in-address";
import { SESSION_END_WORDS, type SignedOut } from "./signed-out";

const ENDED_PARAM = "ended";

/**
 * The answer to whoever is not signed in: to the sign-in page of their kind, which says why when a session of theirs is
 * over.
 */
export async function sendToSignIn({
  act,
  request,
  url,
  now,
}: {
  act: Act;
  request: Request;
  url: URL;
  now: Date;
}): Promise<Response> {
  const end = await sessionEnd(request, now);
  const staff = POLICIES[act].roles.length > 0 || end?.staff === true;
  const back = new URL(url);
  back.searchParams.delete("index");
  const address = signInAddress({ staff }, back);
  const to = end ? `${address}${address.includes("?") ? "&" : "?"}${ENDED_PARAM}=1` : address;
  if (request.method === "GET") return redirect(to);
  const answer: SignedOut = { signedOut: { to, staff, words: end ? SESSION_END_WORDS[end.why] : "" } };
  return json(answer, { status: 401, headers: { "Cache-Control": "no-store" } });
}

/** What the sign-in page says to whoever was sent there; the address asks, the session's own row answers. */
export async function signedOutWords(request: Request, url: URL, now: Date): Promise<string> {
  const end = url.searchParams.has(ENDED_PARAM) ? await sessionEnd(request, now) : null;
  return end ? SESSION_END_WORDS[end.why] : "";
}
