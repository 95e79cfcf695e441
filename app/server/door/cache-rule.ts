import { zonesOf } from "~/platform/zones";

// What caches may keep, decided in one place for all that the app answers: a route that forgets to say so, or whose
// word the framework drops, keeps nothing. Only what a route calls public is kept, and never together with a cookie.

export interface Answered {
  method: string;
  path: string;
  cookie: string | undefined;
  status: number;
  setsCookie: boolean;
  said: string;
}

const SESSION = /(?:^|;\s*)(?:__Host-)?anding[\w-]*=/;

export function cacheRule({ method, path, cookie, status, setsCookie, said }: Answered): string {
  const reading = method === "GET" || method === "HEAD";
  if (reading && !setsCookie && status < 400 && /\bpublic\b/.test(said)) return said;
  // A resident without an account may go back and forth among public pages.
  const zones = zonesOf(path.replace(/\.data$/, ""));
  const anybodys =
    reading &&
    !setsCookie &&
    status < 400 &&
    !SESSION.test(cookie ?? "") &&
    zones !== null &&
    zones !== "every" &&
    zones.includes("public");
  return anybodys && !/no-store/.test(said) ? said || "no-cache" : "no-store";
}
