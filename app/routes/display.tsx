import { redirect } from "@remix-run/node";
import { guard } from "~/people/guard.server";
import { cameByHttps } from "~/platform/door.server";
import { applyDisplay, parseDisplayCookie, serialiseDisplayCookie, toSafeReturn } from "~/ui/display-preference";

/** Type size, light or dark, for whom the words are: kept in a cookie, then back to where one was. Works without script. */
export const action = guard("display.choose", async ({ request }) => {
  const form = await request.formData();
  const chosen = applyDisplay(parseDisplayCookie(request.headers.get("cookie")), { type: form.get("type"), theme: form.get("theme"), voice: form.get("voice") });
  return redirect(toSafeReturn(form.get("back")), { headers: { "Set-Cookie": serialiseDisplayCookie(chosen, { secure: cameByHttps(request) }) } });
});

/** An address typed by hand leads home. */
export const loader = guard("display.choose", () => redirect("/"));
