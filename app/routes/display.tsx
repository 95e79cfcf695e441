import { data, redirect } from "@remix-run/node";
import { guard } from "~/people/guard.server";
import { cameByHttps } from "~/platform/zone-check.server";
import {
  applyDisplay,
  parseDisplayCookie,
  serialiseDisplayCookie,
  STAY_FIELD,
  toSafeReturn,
} from "~/ui/display-preference";

/**
 * Type size, light or dark, for whom the words are: kept in a cookie. Without script then back to where one was; a
 * page's script says that it stays there, for a page that tells something once would lose it by being gone to again.
 */
export const action = guard(
  "display.choose",
  { takes: ["type", "theme", "voice", "back", STAY_FIELD] },
  async ({ request }) => {
    const form = await request.formData();
    const chosen = applyDisplay(parseDisplayCookie(request.headers.get("cookie")), {
      type: form.get("type"),
      theme: form.get("theme"),
      voice: form.get("voice"),
    });
    const headers = { "Set-Cookie": serialiseDisplayCookie(chosen, { secure: cameByHttps(request) }) };
    return form.has(STAY_FIELD) ? data({ chosen }, { headers }) : redirect(toSafeReturn(form.get("back")), { headers });
  },
);

/** An address typed by hand leads home. */
export const loader = guard("display.choose", () => redirect("/"));
