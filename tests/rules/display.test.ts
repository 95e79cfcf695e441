import { renderToStaticMarkup } from "react-dom/server";
import { createElement } from "react";
import { createMemoryHistory, createRouter } from "@remix-run/router";
import type { ActionFunction } from "react-router-dom";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router-dom/server";
import { describe, expect, it } from "vitest";
import { DisplayForm } from "~/ui/display-form";
import { STAY_FIELD } from "~/ui/display-preference";

// The switches of type size and light stand on pages that tell something once. With script they must not leave the
// page.

const { action } = await import("~/routes/display");
const post = (fields: Record<string, string>) =>
  new Request("http://localhost/display", {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
const answer = (request: Request) => action({ request, params: {}, context: {} }) as Promise<unknown>;

describe("the display's switches", () => {
  it("without script come back to where one was; a script that stays is led nowhere", async () => {
    const back = (await answer(post({ type: "large", back: "/verify?x=1" }))) as Response;
    expect([back.status, back.headers.get("location")]).toEqual([302, "/verify?x=1"]);
    const stayed = (await answer(post({ type: "large", back: "/verify", [STAY_FIELD]: "1" }))) as {
      init: { status?: number; headers: Record<string, string> };
    };
    expect(stayed.init.status ?? 200).toBe(200);
    expect(decodeURIComponent(stayed.init.headers["Set-Cookie"]!)).toContain('"type":"large"');
  });
  it("stand in a form that works without script", async () => {
    const handler = createStaticHandler([
      {
        path: "/",
        element: createElement(DisplayForm, { children: createElement("button", { name: "type", value: "large" }) }),
      },
    ]);
    const context = await handler.query(new Request("http://localhost/"));
    if (context instanceof Response) throw new Error("led elsewhere");
    const markup = renderToStaticMarkup(
      createElement(StaticRouterProvider, {
        router: createStaticRouter(handler.dataRoutes, context),
        context,
        hydrate: false,
      }),
    );
    expect(markup).toMatch(/<form method="post" action="\/display"/);
    expect(markup).toContain('name="back" value="/"');
    expect(markup).not.toContain(`name="${STAY_FIELD}"`);
  });
  it("leave what the page's action answered where it stands, and ask the root anew", async () => {
    let root = 0;
    const display: ActionFunction = async ({ request }) => {
      const stayed = await answer(request);
      return stayed instanceof Response ? stayed : null;
    };
    const browser = {
      document: { createElement: () => null },
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    } as unknown as Window;
    const routes = [
      {
        id: "root",
        path: "/",
        loader: () => (root += 1),
        children: [
          { id: "codes", path: "codes", loader: () => null, action: () => ({ codes: ["told-once"] }) },
          { id: "display", path: "display", action: display },
        ],
      },
    ];
    const router = createRouter({
      routes,
      history: createMemoryHistory({ initialEntries: ["/codes"] }),
      window: browser,
    }).initialize();
    await router.navigate("/codes", { formMethod: "post", formData: new FormData() });
    const before = root;
    const form = new FormData();
    for (const [name, value] of Object.entries({ type: "large", back: "/codes", [STAY_FIELD]: "1" }))
      form.set(name, value);
    router.fetch("switch", "root", "/display", { formMethod: "post", formData: form });
    await expect.poll(() => router.state.fetchers.get("switch")?.state ?? "idle").toBe("idle");
    expect(router.state.actionData).toEqual({ codes: { codes: ["told-once"] } });
    expect(router.state.location.pathname).toBe("/codes");
    expect(root).toBe(before + 1);
    router.dispose();
  });
});
