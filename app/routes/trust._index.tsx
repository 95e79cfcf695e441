import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Download } from "lucide-react";
import { guard } from "~/people/guard.server";
import { isConfidential } from "~/platform/zone-check.server";
import { httpsAddress } from "~/platform/zones";
import { env } from "~/platform/env.server";
import { readFrontState } from "~/platform/front-state.server";
import { rootFacts } from "~/platform/trust.server";
import { LinkButton } from "~/ui/button";
import { formatDate } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { PublicShell } from "~/ui/public-shell";
import { QrCode } from "~/ui/qr-code";
import { drawQr } from "~/ui/qr-drawing.server";
import { Section } from "~/ui/section";
import { TextLink } from "~/ui/text-link";
import { stepsFor, type TrustSteps } from "~/ui/trust-steps";

export const meta: MetaFunction = () => [{ title: "信任本站 · 安鼎" }];

export const loader = guard("trust.read", async ({ request, url }) => {
  const https = (await readFrontState())?.https ?? null;
  const here = `${url.origin}/trust`;
  return {
    served: env().HTTPS_PORT !== 0,
    own: https?.source === "operator",
    root: rootFacts(),
    here,
    drawing: drawQr(here),
    confidential: isConfidential(request),
    secure: httpsAddress(new URL("/", url), env().HTTPS_PORT),
    steps: stepsFor(request.headers.get("user-agent") ?? ""),
  };
});

export default function Trust() {
  const { served, own, root, secure, here, drawing, steps, confidential } = useLoaderData<typeof loader>();
  if (!served || own || !root)
    return (
      <PublicShell>
        <PageHeader title="信任本站" />
        {served ? (
          <Notice tone="safe" title="不用安装什么">
            本站用的是单位自己的证书。浏览器如果仍提示不安全，请把提示的文字告诉系统管理员。
            {secure && (
              <>
                {" "}
                地址是{" "}
                <TextLink to={secure} reloadDocument className="break-all">
                  {secure}
                </TextLink>
                。
              </>
            )}
          </Notice>
        ) : (
          <Notice tone="warn" title="本站还没有打开 https">
            请告诉系统管理员：启动时设置 HTTPS_PORT。
          </Notice>
        )}
      </PublicShell>
    );
  return (
    <PublicShell>
      <PageHeader
        title="信任本站"
        lead="登录、学习、考试和用手机的感应器，都要走 https。本站的 https 证书由本单位的根证书担保，每台设备装一次根证书，浏览器就不再提示不安全，可用十年。它只能担保局域网里的地址，不能用来冒充外面的网站。"
      />
      <div className="grid gap-8">
        <div className="grid items-start gap-6 lg:grid-cols-[1fr_auto]">
          <Section
            title="先核对指纹"
            lead="指纹要和系统管理员给您的纸条或启动窗口里的一样。不一样，说明下载途中被人换过，不要安装。"
          >
            <dl className="grid gap-2">
              <Fingerprint name="SHA-256" value={root.sha256} />
              <Fingerprint name="SHA-1（Windows 显示的“指纹”）" value={root.sha1} />
            </dl>
            <p className="text-muted">
              {root.title}，有效期 {formatDate(root.from)} 至 {formatDate(root.to)}。
            </p>
          </Section>
          <figure className="grid justify-items-center gap-2">
            <QrCode drawing={drawing} label="用手机打开这一页" className="w-40" />
            <figcaption className="max-w-[14rem] break-all text-center text-sm text-muted">
              用手机扫，打开这一页
              <br />
              {here}
            </figcaption>
          </figure>
        </div>
        <div className="grid items-start gap-8 lg:grid-cols-2 lg:gap-x-12">
          {steps.map(({ key, ...one }) => (
            <Steps key={key} {...one} />
          ))}
        </div>
        <Section title="装好之后">
          <p className="max-w-prose">
            打开{" "}
            {secure && (
              <TextLink to={secure} reloadDocument className="break-all">
                {secure}
              </TextLink>
            )}
            ，地址栏不再提示不安全，就装好了。{confidential ? "" : "这一页的地址是 http，装好后请用上面的 https 地址。"}
          </p>
        </Section>
      </div>
    </PublicShell>
  );
}

function Fingerprint({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="max-w-prose select-all break-words font-mono leading-relaxed">{value.split(":").join(" ")}</dd>
    </div>
  );
}

function Steps({ title, file, steps, note }: Omit<TrustSteps, "key">) {
  return (
    <Section title={title}>
      <p>
        <LinkButton to={`/trust/${file}`} reloadDocument icon={<Download aria-hidden className="size-4" />}>
          下载根证书 .{file.split(".")[1]}
        </LinkButton>
      </p>
      <ol className="grid max-w-prose list-decimal gap-2 pl-6">
        {steps.map((step) => (
          <li key={step} className="break-words pl-1">
            {step}
          </li>
        ))}
      </ol>
      {note && <p className="max-w-prose text-muted">{note}</p>}
    </Section>
  );
}
