import { Form } from "@remix-run/react";
import { useRef, useState } from "react";
import { fingerprintWords } from "~/platform/custody";
import { Button } from "~/ui/button";
import type { MadeCustodian } from "./custodian-key.client";
import { Field } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { TextArea } from "~/ui/text-area";
import { TextInput } from "~/ui/text-input";

const SHORTEST = 12;

/**
 * The custodian sits at this machine: makes a key pair, takes the file away, and leaves the public half to be entered.
 */
export function CustodianMaker() {
  const [name, setName] = useState("");
  // Read when asked for, so that what was typed before the page's script came is not lost; never part of a form that is
  // sent.
  const [typed, once, twice] = [
    useRef<HTMLInputElement>(null),
    useRef<HTMLInputElement>(null),
    useRef<HTMLInputElement>(null),
  ];
  const [made, setMade] = useState<MadeCustodian | "making" | null>(null);
  const [fault, setFault] = useState("");
  const [saved, setSaved] = useState(false);

  async function make() {
    const [whose, words, again] = [typed, once, twice].map((field) => field.current?.value ?? "") as [
      string,
      string,
      string,
    ];
    const wrong =
      whose.trim().length < 2
        ? "请先写保管人的姓名。"
        : words.length < SHORTEST
          ? `口令至少 ${SHORTEST} 个字符。`
          : words !== again
            ? "两遍口令不同。"
            : !window.isSecureContext
              ? "这一页要用 https 打开，浏览器才能生成密钥。"
              : "";
    setFault(wrong);
    if (wrong) return;
    setMade("making");
    setName(whose.trim());
    try {
      const { makeCustodian } = await import("./custodian-key.client");
      setMade(await makeCustodian(whose.trim(), words, new Date()));
    } catch {
      setMade(null);
      setFault("这个浏览器生成不了密钥。请换 Chrome 或 Edge，或者在一台不联网的机器上运行 npm run custodian。");
    }
  }

  function take(one: MadeCustodian) {
    const address = URL.createObjectURL(one.file);
    const link = Object.assign(document.createElement("a"), { href: address, download: one.fileName });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    setSaved(true);
  }

  if (made && made !== "making")
    return (
      <div className="grid gap-4">
        <Notice tone="warn" title={`${name} 的保管人文件`}>
          存到保管人自己的 U 盘，口令另外放。离开这一页文件就没有了；丢了文件或忘了口令，这一份就打不开备份。
          <div className="mt-3">
            <Button type="button" onClick={() => take(made)}>
              {saved ? "再下载一次" : "下载保管人文件"}
            </Button>
          </div>
        </Notice>
        <Form method="post" className="grid gap-4">
          <input type="hidden" name="intent" value="enter" />
          <input type="hidden" name="name" value={name} />
          <input type="hidden" name="publicKey" value={made.publicKey} />
          <p>
            指纹{" "}
            <code className="font-mono text-lg" data-fingerprint>
              {fingerprintWords(made.fingerprint)}
            </code>
          </p>
          <p className="text-sm text-muted">请保管人抄下指纹。安全管理员确认时，由保管人念末 8 位，对得上才算数。</p>
          <div>
            <Button type="submit" look="main" disabled={!saved}>
              登记公钥
            </Button>
          </div>
        </Form>
      </div>
    );
  return (
    <div className="grid gap-4">
      <Field label="保管人姓名">
        <TextInput ref={typed} maxLength={40} autoComplete="off" />
      </Field>
      <Field label="口令" hint={`至少 ${SHORTEST} 个字符，由保管人自己想、自己输，不发给服务器`}>
        <TextInput type="password" autoComplete="new-password" ref={once} />
      </Field>
      <Field label="再输一遍口令" errors={fault ? [fault] : null}>
        <TextInput type="password" autoComplete="new-password" ref={twice} />
      </Field>
      <div>
        <Button type="button" look="main" onClick={() => void make()} disabled={made === "making"}>
          {made === "making" ? "正在生成" : "生成密钥"}
        </Button>
      </div>
    </div>
  );
}

/** For a key that was made elsewhere with `npm run custodian`. */
export function CustodianEntry() {
  return (
    <Form method="post" className="grid gap-4">
      <input type="hidden" name="intent" value="enter" />
      <Field label="保管人姓名">
        <TextInput name="name" required maxLength={40} />
      </Field>
      <Field label="公钥" hint='npm run custodian 显示的那一行，以 {"kty" 开头'>
        <TextArea name="publicKey" rows={3} required className="font-mono text-sm" spellCheck={false} />
      </Field>
      <div>
        <Button type="submit">登记公钥</Button>
      </div>
    </Form>
  );
}
