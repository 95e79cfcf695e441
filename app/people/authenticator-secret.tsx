import { QrCode } from "~/ui/qr-code";
import type { QrDrawing } from "~/ui/qr-drawing.server";

/** What an authenticator app takes in: the QR code, and the same secret to type. */
export function AuthenticatorSecret({ qr, secret }: { qr: QrDrawing; secret: string }) {
  return (
    <div className="flex flex-wrap items-start gap-4">
      <QrCode drawing={qr} label="验证器" />
      <p className="min-w-[12rem] flex-1 text-sm">
        用手机上的验证器（支持 TOTP 的都可以）扫这个码，不用上网。不能扫就手工输入：
        <code className="mt-1 block select-all font-mono [word-break:keep-all]" data-secret>
          {secret}
        </code>
      </p>
    </div>
  );
}
