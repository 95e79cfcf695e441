import type { MetaFunction } from "@remix-run/node";
import { guard } from "~/people/guard.server";
import { BrowserFloor } from "~/exam/sitting/browser-floor";
import { SittingScreen } from "~/exam/sitting/sitting-screen";

export const meta: MetaFunction = () => [{ title: "考试 · 安鼎" }];

/** The page brings nothing with it: the device holds the lease, and the paper comes after the start. */
export const loader = guard("exam.sit", () => ({ ready: true }));

export default function Sitting() {
  return (
    <>
      <BrowserFloor />
      <SittingScreen />
    </>
  );
}
