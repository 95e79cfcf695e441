import { useNonce } from "~/platform/nonce";
import { Notice } from "~/ui/notice";

/**
 * Run before any module, in words that a browser of 2009 understands: one below the floor may not even parse the page's
 * own script, and would show a page on which nothing goes. What is looked for came with Chrome 100 and Safari 15.4.
 */
export const FLOOR_CHECK = `(function () {
  var fits = typeof AbortSignal === "function" && "throwIfAborted" in AbortSignal.prototype && "noModule" in document.createElement("script");
  var told = document.getElementById("browser-floor");
  if (!fits && told) told.removeAttribute("hidden");
})();`;

/** Tells a candidate, before the exam and not in it, that this machine's browser is too old. */
export function BrowserFloor() {
  return (
    <>
      <div id="browser-floor" hidden suppressHydrationWarning>
        <Notice tone="forbid" title="这台机器的浏览器太旧，不能用来考试" role="alert">
          请举手，换一台机器。要用这台机器，请管理员先把浏览器升级到 Chrome 100、Edge 100 或 Safari 15.4 以上。
        </Notice>
      </div>
      <noscript>
        <Notice tone="forbid" title="这台机器的浏览器关掉了脚本，不能用来考试">
          请举手，换一台机器，或者请管理员打开脚本。
        </Notice>
      </noscript>
      <script nonce={useNonce()} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: FLOOR_CHECK }} />
    </>
  );
}
