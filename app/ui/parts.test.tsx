import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Button } from "./button";
import { EmergencyLine } from "./emergency-line";
import { Field } from "./field";
import { LevelTile, toLevel } from "./level-tile";
import { Notice, type NoticeTone } from "./notice";
import { PinInput } from "./pin-input";
import { Progress } from "./progress";
import { Status, type StatusState } from "./status";
import { Stepper } from "./stepper";
import { TextInput } from "./text-input";

const html = (element: ReactElement) => renderToStaticMarkup(element);
const attribute = (markup: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(markup)?.[1] ?? "";

describe("a field", () => {
  it("gives its control a label, its hint, and its error by id", () => {
    const markup = html(
      <Field id="name" label="姓名" hint="与身份证一致" errors={["请填写姓名"]}>
        <TextInput name="name" />
      </Field>,
    );
    expect(markup).toContain('for="name"');
    const input = /<input[^>]*>/.exec(markup)?.[0] ?? "";
    expect(attribute(input, "id")).toBe("name");
    expect(attribute(input, "aria-invalid")).toBe("true");
    for (const id of attribute(input, "aria-describedby").split(" ")) expect(markup).toContain(`id="${id}"`);
    expect(attribute(input, "aria-describedby").split(" ")).toHaveLength(2);
  });
  it("says nothing of an error that is not there", () => {
    expect(
      html(
        <Field label="姓名">
          <TextInput />
        </Field>,
      ),
    ).not.toMatch(/aria-invalid|aria-describedby/);
  });
  it("hides a PIN and shows an activation code", () => {
    expect(html(<PinInput name="pin" />)).toContain('type="password"');
    expect(html(<PinInput name="code" digits={8} shown />)).toMatch(/type="text"[^>]*/);
    const code = html(<PinInput name="code" digits={8} />);
    const pattern = new RegExp(`^(?:${attribute(code, "pattern")})$`, "v");
    for (const typed of ["98517668", "9851 7668", "９８５１　７６６８", "9 8 5 1 7 6 6 8", "9851-7668"])
      expect([pattern.test(typed), typed.length <= Number(attribute(code, "maxLength"))], typed).toEqual([true, true]);
    for (const wrong of ["9851766", "985176681", "9851766X"]) expect(pattern.test(wrong), wrong).toBe(false);
  });
});

describe("the line with the numbers for a real emergency", () => {
  it("dials nowhere unless its page asks for it, and says there that the call is real", () => {
    expect(html(<EmergencyLine />)).toMatch(/119.*120/);
    expect(html(<EmergencyLine />)).not.toMatch(/tel:|href|<button/);
    expect(html(<EmergencyLine dials />)).toMatch(/href="tel:119"[^>]*aria-label="119，真的拨打消防"/);
  });
});

describe("a state is never told by colour alone", () => {
  it.each<StatusState>(["done", "doing", "waiting", "late", "refused", "none"])(
    "status %s has a shape of its own and a word",
    (state) => {
      const markup = html(<Status state={state}>词</Status>);
      expect(markup).toMatch(/<svg.*<\/svg>.*词/);
      const others = (["done", "doing", "waiting", "late", "refused", "none"] as const).filter(
        (other) => other !== state,
      );
      const shape = (of: StatusState) => /<svg[^>]*>(.*)<\/svg>/.exec(html(<Status state={of}>词</Status>))?.[1];
      for (const other of others) expect(shape(other)).not.toBe(shape(state));
    },
  );
  it.each<NoticeTone>(["must", "warn", "forbid", "safe"])("notice %s has its sign and a word", (tone) => {
    expect(html(<Notice tone={tone} />)).toMatch(/<svg.*<\/svg>.*<p[^>]*>.+<\/p>/);
  });
  it("a level's word stands on its tile", () => {
    expect(html(<LevelTile name="府山街道" level={toLevel("orange")} word="橙" />)).toMatch(/level-2.*橙/);
    expect(toLevel("red")).toBe(1);
    expect(toLevel("violet")).toBe(3);
  });
});

describe("progress", () => {
  it("is told in numbers with their unit", () => {
    const markup = html(<Progress label="学时" value={9} max={8} unit="学时" />);
    expect(markup).toContain('aria-valuenow="8"');
    expect(markup).toContain("9 / 8 学时");
  });
  it("marks the step one is at, and says which are done", () => {
    const markup = html(<Stepper label="进度" steps={["上传", "核对", "写入"]} current={1} />);
    expect(markup.match(/aria-current="step"/g)).toHaveLength(1);
    expect(markup.match(/已完成/g)).toHaveLength(1);
  });
});

describe("a button", () => {
  it("keeps its place while its act runs, and cannot be pressed twice", () => {
    const markup = html(
      <Button pending pendingLabel="正在保存">
        保存草稿
      </Button>,
    );
    expect(markup).toMatch(/disabled=""/);
    expect(markup).toContain('aria-busy="true"');
    expect(markup).toContain("正在保存");
  });
});
