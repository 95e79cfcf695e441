import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase } from "../support/database";
import { closeDb } from "~/platform/db.server";

// One name, one value, from one place: what a form says is not taken from the address, a doubled field is not two
// answers, a field that nobody asked for is not let in.

type Handler = (args: {
  request: Request;
  params: object;
  context: object;
}) => Promise<{ init?: { status?: number }; data?: { error?: string } } | Response>;
let at: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  at = await freshDatabase();
  Object.assign(process.env, { DATA_DIR: at.dir, KEY_DIR: at.dir, DEMO: "0" });
});
afterAll(async () => {
  await closeDb();
  await at.close();
});

async function send(
  route: string,
  query: string,
  body: string,
  type = "application/x-www-form-urlencoded",
): Promise<{ status: number; told: string }> {
  const { action } = (await import(`../../app/routes/${route}.tsx`)) as { action: Handler };
  const request = new Request(`http://localhost/x${query}`, {
    method: "POST",
    body,
    headers: { "content-type": type },
  });
  const answer = await action({ request, params: {}, context: { ip: "10.2.2.2" } }).catch((thrown: unknown) =>
    thrown instanceof Response ? thrown : Promise.reject(thrown),
  );
  return answer instanceof Response
    ? { status: answer.status, told: await answer.text() }
    : { status: answer.init?.status ?? 200, told: JSON.stringify(answer.data) };
}

describe("a form", () => {
  it("is read from its body: the same names in the address say nothing", async () => {
    expect(await send("verify._index", "?number=ZP3306020220260000071&name=a", "")).toMatchObject({
      status: 400,
      told: expect.stringContaining("请填") as string,
    });
    expect((await send("activate._index", "?code=12345678&idEnd=0011&pin=739164&again=739164", "")).status).toBe(400);
    expect((await send("sign-in._index", "?account=a&pin=739164", "")).status).toBe(400);
  });

  it("with a field nobody asked for, or one of them twice, is refused and does nothing", async () => {
    expect((await send("verify._index", "", "number=x&name=y&role=auditor")).status).toBe(400);
    const activation = "code=12345678&idEnd=0011&pin=739164&again=739164";
    expect((await send("activate._index", "", `${activation}&accountId=1`)).status).toBe(400);
    expect((await send("activate._index", "", `${activation}&pin=111111`)).status).toBe(400);
    expect((await send("activate._index", "", activation.replace("pin=739164", "pin.length=6"))).status).toBe(400);
  });

  it("is not made of objects: names with brackets, dots and __proto__ stay names", async () => {
    for (const body of [
      "number[$ne]=1&name[$ne]=1",
      "__proto__[admin]=1&number=x&name=y",
      "number.__proto__.x=1&name=y",
      "constructor.prototype.admin=1&number=x&name=y",
    ]) {
      expect((await send("verify._index", "", body)).status, body).toBe(400);
      expect((await send("activate._index", "", body)).status, body).toBe(400);
    }
    expect(({} as { admin?: string; x?: string }).admin ?? ({} as { x?: string }).x).toBeUndefined();
  });

  it("that cannot be taken apart is the sender's fault, said in a sentence", async () => {
    for (const route of ["verify._index", "activate._index", "sign-in._index", "sign-in.staff"]) {
      expect(await send(route, "", "no part begins here", "multipart/form-data; boundary=x"), route).toMatchObject({
        status: 400,
        told: expect.stringContaining("表单没有传完整") as string,
      });
      expect(
        (
          await send(
            route,
            "",
            '--x\r\nContent-Disposition: form-data; name="number"\r\n\r\ncut off',
            "multipart/form-data; boundary=x",
          )
        ).status,
        route,
      ).toBe(400);
    }
  });
});
